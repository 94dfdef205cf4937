#define multiply_complex multiply_complex_for_cxx
#define turn_complex turn_complex_for_cxx
#include "callees.h"
#undef multiply_complex
#undef turn_complex

#include <complex.h>
#include <stdint.h>

int add_ints(int a, int b) { return a + b; }

long weigh_ten_longs(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

double weigh_ten_doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i,
                         double j) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

float mix_scalars(int a, float b, double c, char d) { return (float)(a + b + c + d); }

long double scale_long_double(long double a, int b, long double c) { return a * b + c; }

void store_int(int *target, int value) { *target = value; }

LongPair swap_longs(LongPair pair) { return (LongPair){pair.b, pair.a}; }

IntDouble grow_mixed(IntDouble value, int by) { return (IntDouble){value.i + by, value.d + by}; }

DoubleInt grow_mixed2(DoubleInt value, int by) { return (DoubleInt){value.d + by, value.i + by}; }

ThreeFloats scale_three_floats(ThreeFloats value, float by) {
  return (ThreeFloats){value.x * by, value.y * by, value.z * by};
}

FourDoubles add_four_doubles(FourDoubles a, FourDoubles b) {
  for (int i = 0; i < 4; ++i) {
    a.v[i] += b.v[i];
  }
  return a;
}

LargeStruct multiply_large(int by, LargeStruct value, int plus) {
  for (int i = 0; i < 20; ++i) {
    value.values[i] = value.values[i] * by + plus;
  }
  return value;
}

WrappedLongDouble double_wrapped(WrappedLongDouble value) { return (WrappedLongDouble){value.value * 2}; }

double complex multiply_complex(double complex a, float complex b) { return a * b; }

long double complex turn_complex(long double complex value) { return value * I; }

IntOrDouble scale_union(IntOrDouble value, int by) {
  value.d *= by;
  return value;
}

Bits negate_bits(Bits value) { return (Bits){-value.a, -value.b, -value.c}; }

OverAligned grow_over_aligned(int by, OverAligned value) {
  /* The compiler takes the alignment for granted; look at the address without telling it of which object. */
  volatile uintptr_t address = (uintptr_t)&value;
  OverAligned result = {address % 64 == 0 ? value.value + by : -1};
  return result;
}

FifteenChars fourth_of_fifteen(FifteenChars a, FifteenChars b, FifteenChars c, FifteenChars d) {
  return a.text[0] + b.text[0] + c.text[0] == 0 ? d : a;
}
