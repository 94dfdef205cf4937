#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stddef.h>

#define BUCKETS 8

struct histogram {
  double low, high;
  size_t left_out;
  unsigned long count[BUCKETS];
};

void histogram_fill(struct histogram *h, const double *values, size_t n);

#endif
