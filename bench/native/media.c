// The media block's arithmetic in C, forward and backward: what the WebAssembly kernels are measured against.
//
//   adstocked[t] = media[t] + retention * adstocked[t-1]
//   ratio[t]     = log(adstocked[t]) - log(half)
//   saturated[t] = 1 / (1 + exp(-slope * ratio[t]))
//
// and the derivatives of sum_t weight[t] * saturated[t] by retention, half and slope. Stages over buffers that fit the L1
// cache, as in the engine. Compile with -DPOLYNOMIAL for logarithm and exponential written out here, which the compiler
// vectorizes with the loop around them; without it, for those of the C library (of libmvec under -ffast-math).
//
// Usage: media PERIODS CHANNELS REPETITIONS < binary doubles: media (channel, period), weights (period), then retention,
// half and slope (channel). Prints one JSON object: the least microseconds per gradient, and the derivatives.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef POLYNOMIAL
static inline double bits_to_double(int64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline int64_t double_to_bits(double value) {
  int64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// log of a positive normal number: m * 2^e with m in [1/sqrt 2, sqrt 2), then the series of 2 atanh((m - 1) / (m + 1)).
static inline double logarithm(double x) {
  const int64_t offset = 0x3fe6a09e667f3bcdLL;
  const int64_t shifted = double_to_bits(x) - offset;
  const int64_t mantissa = (shifted & 0xfffffffffffffLL) + offset;
  // The exponent as a double without a conversion instruction that AVX2 lacks: it is added to 2^52 * 1.5 bit by bit.
  const double magic = 6755399441055744.0;
  const int64_t field = (int64_t)((uint64_t)(shifted + 0x4000000000000000LL) >> 52) - 1024;
  const double exponent = bits_to_double(double_to_bits(magic) + field) - magic;
  const double m = bits_to_double(mantissa);
  const double s = (m - 1) / (m + 1);
  const double z = s * s;
  double p = 2.0 / 21;
  p = p * z + 2.0 / 19;
  p = p * z + 2.0 / 17;
  p = p * z + 2.0 / 15;
  p = p * z + 2.0 / 13;
  p = p * z + 2.0 / 11;
  p = p * z + 2.0 / 9;
  p = p * z + 2.0 / 7;
  p = p * z + 2.0 / 5;
  p = p * z + 2.0 / 3;
  return exponent * 0.6931471805599453 + (2 * s + s * z * p);
}

// exp on [-700, 700]: 2^k times the Taylor polynomial of degree 12 on [-ln 2 / 2, ln 2 / 2].
static inline double exponential(double x) {
  const double clamped = x > 700 ? 700 : x < -700 ? -700 : x;
  const double magic = 6755399441055744.0;
  const double k = nearbyint(clamped * 1.4426950408889634);
  const double r = (clamped - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
  double p = 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  const int64_t scale = double_to_bits(k + magic) - double_to_bits(magic);
  return p * bits_to_double((scale + 1023) << 52);
}
#else
#define logarithm log
#define exponential exp
#endif

struct block {
  size_t periods, channels;
  const double *media, *weights, *retention, *half, *slope;
  double *adstocked, *ratio, *saturated, *adjoint, *gradient;
};

static void forward(const struct block *b, size_t channel) {
  const size_t n = b->periods;
  const double *restrict media = b->media + channel * n;
  double *restrict adstocked = b->adstocked + channel * n;
  double *restrict ratio = b->ratio + channel * n;
  double *restrict saturated = b->saturated + channel * n;
  const double retention = b->retention[channel], slope = b->slope[channel];
  const double log_half = log(b->half[channel]);
  double carried = 0;
  for (size_t t = 0; t < n; t += 1) adstocked[t] = carried = media[t] + retention * carried;
  for (size_t t = 0; t < n; t += 1) ratio[t] = logarithm(adstocked[t]) - log_half;
  for (size_t t = 0; t < n; t += 1) saturated[t] = exponential(-slope * ratio[t]);
  for (size_t t = 0; t < n; t += 1) saturated[t] = 1 / (1 + saturated[t]);
}

static void backward(const struct block *b, size_t channel) {
  const size_t n = b->periods;
  const double *restrict weights = b->weights;
  const double *restrict adstocked = b->adstocked + channel * n;
  const double *restrict ratio = b->ratio + channel * n;
  const double *restrict saturated = b->saturated + channel * n;
  double *restrict adjoint = b->adjoint;
  const double retention = b->retention[channel], slope = b->slope[channel];
  double total = 0, weighted = 0;
  for (size_t t = 0; t < n; t += 1) {
    const double each = weights[t] * saturated[t] * (1 - saturated[t]);
    total += each;
    weighted += each * ratio[t];
    adjoint[t] = each * slope / adstocked[t];
  }
  double carried = 0, by_retention = 0;
  for (size_t t = n - 1; t > 0; t -= 1) {
    carried = adjoint[t] + retention * carried;
    by_retention += carried * adstocked[t - 1];
  }
  double *gradient = b->gradient + 3 * channel;
  gradient[0] = by_retention;
  gradient[1] = -slope * total / b->half[channel];
  gradient[2] = weighted;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double *vector(size_t length) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, (length + 8) * sizeof(double)) != 0) exit(2);
  return memory;
}

static double *read_vector(size_t length) {
  double *values = vector(length);
  if (fread(values, sizeof(double), length, stdin) != length) exit(3);
  return values;
}

int main(int count, char **arguments) {
  if (count != 4) return 1;
  const size_t periods = strtoul(arguments[1], NULL, 10), channels = strtoul(arguments[2], NULL, 10);
  const long repetitions = strtol(arguments[3], NULL, 10);
  const size_t size = periods * channels;
  struct block b = {.periods = periods, .channels = channels};
  b.media = read_vector(size);
  b.weights = read_vector(periods);
  b.retention = read_vector(channels);
  b.half = read_vector(channels);
  b.slope = read_vector(channels);
  b.adstocked = vector(size);
  b.ratio = vector(size);
  b.saturated = vector(size);
  b.adjoint = vector(periods);
  b.gradient = vector(3 * channels);
  const int batch = 200;
  double least = INFINITY;
  for (long r = 0; r < repetitions; r += 1) {
    const double start = seconds();
    for (int i = 0; i < batch; i += 1) {
      for (size_t c = 0; c < channels; c += 1) forward(&b, c);
      for (size_t c = channels; c-- > 0;) backward(&b, c);
    }
    const double each = (seconds() - start) / batch;
    if (each < least) least = each;
  }
  printf("{\"microseconds\": %.4f, \"gradient\": [", least * 1e6);
  for (size_t i = 0; i < 3 * channels; i += 1) printf("%s%.17g", i == 0 ? "" : ", ", b.gradient[i]);
  printf("]}\n");
  return 0;
}
