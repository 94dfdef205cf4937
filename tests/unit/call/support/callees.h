// What the tests of calls and closures call: compiled by the C compiler, so that its idea of the ABI is the oracle.
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  long a, b;
} LongPair;
typedef struct {
  int i;
  double d;
} IntDouble;
typedef struct {
  double d;
  int i;
} DoubleInt;
typedef struct {
  float x, y, z;
} ThreeFloats;
typedef struct {
  double v[4];
} FourDoubles;
typedef struct {
  int values[20];
} LargeStruct;
typedef struct {
  long double value;
} WrappedLongDouble;
typedef union {
  int i;
  double d;
} IntOrDouble;
typedef struct {
  int a : 5, b : 11;
  double c;
} Bits;
typedef struct {
  int value;
} __attribute__((aligned(64))) OverAligned;
typedef struct {
  char text[15];
} FifteenChars;

int add_ints(int a, int b);
long weigh_ten_longs(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j);
double weigh_ten_doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i,
                         double j);
float mix_scalars(int a, float b, double c, char d);
long double scale_long_double(long double a, int b, long double c);
void store_int(int* target, int value);
LongPair swap_longs(LongPair pair);
IntDouble grow_mixed(IntDouble value, int by);
DoubleInt grow_mixed2(DoubleInt value, int by);
ThreeFloats scale_three_floats(ThreeFloats value, float by);
FourDoubles add_four_doubles(FourDoubles a, FourDoubles b);
LargeStruct multiply_large(int by, LargeStruct value, int plus);
WrappedLongDouble double_wrapped(WrappedLongDouble value);
/* Complex types have no common spelling in C and C++: the real signatures stand in callees.c. */
void multiply_complex(void);
void turn_complex(void);
IntOrDouble scale_union(IntOrDouble value, int by);
Bits negate_bits(Bits value);
OverAligned grow_over_aligned(int by, OverAligned value);
FifteenChars fourth_of_fifteen(FifteenChars a, FifteenChars b, FifteenChars c, FifteenChars d);

#ifdef __cplusplus
}
#endif
