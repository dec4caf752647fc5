// Lets the reader of a report choose the rows of a long table; without JavaScript all of them are shown.

/**
 * For every card with `data-filters`, the positions of columns: a choice of each one's values above the table. A row is shown
 * when it has all values chosen.
 */
export const filterScript: string = `for(const card of document.querySelectorAll("[data-filters]")){const box=card.querySelector(".filters"),rows=[...card.querySelectorAll("tbody tr")],heads=[...card.querySelectorAll("thead th")],text=(row,at)=>row.children[at].textContent;const chosen=card.dataset.filters.split(" ").map(Number).map(at=>{const label=document.createElement("label"),select=document.createElement("select");label.append(heads[at].textContent+" ",select);select.append(new Option("All",""));for(const value of new Set(rows.map(row=>text(row,at))))select.append(new Option(value,value));box.append(label);select.onchange=()=>{for(const row of rows)row.hidden=chosen.some(([column,of])=>of.value!==""&&text(row,column)!==of.value)};return[at,select]});box.hidden=false}`;
