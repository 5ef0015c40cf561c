// SPDX-License-Identifier: Apache-2.0
// Kernels over decoded posting blocks: BM25 contributions, block bounds, intersection, window extraction.
// None allocates; every pointer must stay valid for the call. Chosen at run time: AVX2 where the processor
// has it, plain C elsewhere; both give the same bits (no fused multiply-add, round to nearest even).
#pragma once
#include <stddef.h>
#include <stdint.h>

// contribution(tf, length) = round(weight * tf / (tf + (base + slope * length)))
typedef struct {
    float weight;
    float base;
    float slope;
} lede_scoring;

// Document lengths: 2 or 4 bytes each. The 2-byte form needs 2 readable bytes after the last element.
typedef struct {
    const void *values;
    int wide;
} lede_lengths;

void lede_contributions(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                        int32_t *out);

// sums[i] += contribution.
void lede_add_contributions(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                            int32_t *sums);

// The postings whose contribution is at least minimum, in order, with it; returns their number. docs and out have room for n
// entries, and for 8 more where n is not below 8.
size_t lede_score_at_least(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                           int32_t minimum, uint32_t *kept, int32_t *out);

// sums[docs[i] - base] += contribution, and the byte of the group of 64 that docs[i] - base lies in set to 1; docs lie in
// [base, base + 4096). Unlike bits, bytes are written without being read.
void lede_add_sums(const uint32_t *docs, const uint32_t *freqs, size_t n, uint32_t base, lede_lengths lengths,
                   lede_scoring s, int32_t *sums, uint8_t *groups);

// Takes the documents with sums of at least minimum, which is above 0, ascending; returns their number and leaves sums and
// groups 0. docs and out have room for 16 entries more than a window has documents.
size_t lede_take_sums(int32_t *sums, uint8_t *groups, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out);

// sums[docs[i] - base] += contribution, and the bit of docs[i] - base set; docs lie in [base, base + 4096).
void lede_accumulate(const uint32_t *docs, const uint32_t *freqs, size_t n, uint32_t base, lede_lengths lengths,
                     lede_scoring s, int32_t *sums, uint64_t *bits);

// out[b] = a bound on any contribution of block b, from its four (frequency, length code) pairs.
// lengthOfCode: 256 floats, the smallest length each code stands for. Frequency 255 stands for any.
void lede_block_bounds(const uint8_t *freqs, const uint8_t *codes, size_t blocks, const float *lengthOfCode,
                       lede_scoring s, int32_t *out);

// Lowers bounds to what the blocks' peaks allow: the upper halves of single-precision numbers, each at least
// frequency / (base / slope + length) of its block once multiplied by `factor`.
void lede_limit_bounds(const uint8_t *peaks, size_t blocks, float factor, lede_scoring s, int32_t *bounds);

// First index i in [from, n) with docs[i] >= target, else n. docs ascend.
size_t lede_lower_bound(const uint32_t *docs, size_t from, size_t n, uint32_t target);

// How many of n ascending documents are last or below; the time is in the result, not in n.
size_t lede_up_to(const uint32_t *docs, size_t n, uint32_t last);

// Two ascending lists: writes the index pairs of common values, returns their number.
size_t lede_intersect(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib);

// Documents of a window whose bit is set and whose sum is at least minimum, ascending; returns their number.
// docs and out have room for 8 entries more than a window has documents.
size_t lede_extract(const int32_t *sums, const uint64_t *bits, uint32_t base, int32_t minimum, uint32_t *docs,
                    int32_t *out);

// The indices below n, at most 4096, of sums of at least minimum, in order; returns their number. out has room for n entries, and
// for 8 more where n is not below 8.
size_t lede_find_at_least(const int32_t *sums, size_t n, int32_t minimum, uint16_t *out);

// A number that at least k of n sums reach, close to the k-th greatest: k from 1 to 16, n at least 16.
int32_t lede_reached_by(size_t k, const int32_t *sums, size_t n);

// Keeps the entries with sums[i] >= minimum, in order; returns their number.
size_t lede_keep_at_least(uint32_t *docs, int32_t *sums, size_t n, int32_t minimum);

void lede_set_bits(const uint32_t *docs, size_t n, uint32_t base, uint64_t *bits);
