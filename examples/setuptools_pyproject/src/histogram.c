#include "histogram.h"

void histogram_fill(struct histogram *h, const double *values, size_t n) {
  for (size_t i = 0; i < n; i++) {
    double place = (values[i] - h->low) / (h->high - h->low) * BUCKETS;
    if (place >= 0 && place < BUCKETS)
      h->count[(int)place]++;
    else
      h->left_out++;
  }
}
