// SPDX-License-Identifier: Apache-2.0
// Calls every kernel with numbers drawn from fixed seeds and prints a hash of what each computed, for `scripts/check-arm64`:
// the same lines on every processor and every level.
#include "lede_kernels.h"
#include "lede_scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2000, WINDOW = 4096 };

static uint64_t state;
static uint32_t draw(uint32_t limit) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)((state >> 16) % limit);
}

typedef struct {
    const char *name;
    uint64_t value;
} hash;
static hash hashes[32];
static size_t hashCount;

static void note(const char *name, const void *bytes, size_t size) {
    size_t at = 0;
    while (at < hashCount && strcmp(hashes[at].name, name) != 0) at++;
    if (at == hashCount) hashes[hashCount++] = (hash){name, 0xcbf29ce484222325u};
    const uint8_t *p = bytes;
    for (size_t i = 0; i < size; i++) hashes[at].value = (hashes[at].value ^ p[i]) * 0x100000001b3u;
}

// Ascending documents above `first`, in steps of at most `step`.
static uint32_t documents(uint32_t *out, size_t count, uint32_t first, uint32_t step) {
    for (size_t i = 0; i < count; i++) out[i] = first += 1 + draw(step);
    return first;
}

static void blocks(void) {
    static uint32_t values[256], decoded[260], wanted[256];
    static uint8_t bytes[LEDE_MAX_BLOCK_BYTES + 64];
    uint16_t here[256], there[256], picks[256];
    const size_t count = draw(4) ? 256 : 1 + draw(256);
    const unsigned width = 1 + draw(20);
    for (size_t i = 0; i < count; i++) values[i] = draw(draw(20) ? 1u << width : 1u << 30);
    size_t size = lede_patched_encode(values, count, bytes);
    note("patched_encode", bytes, size);
    lede_outcome outcome = lede_patched_decode(bytes, size, count, decoded);
    note("patched_decode", decoded, 4 * count);
    note("patched_decode", &outcome.offset, 8);
    size_t number = 0;
    for (size_t i = 0; i < 256; i += 1 + draw(60)) picks[number++] = (uint16_t)i;
    if (count == 256) {
        memset(decoded, 0, sizeof decoded);
        outcome = lede_patched_pick(bytes, size, picks, number, decoded);
        note("patched_pick", &outcome.reason, 4);
        if (outcome.reason == LEDE_OK) note("patched_pick", decoded, 4 * number);
        outcome = lede_patched_sums(bytes, size, picks, number, wanted, decoded);
        note("patched_sums", &outcome.reason, 4);
        if (outcome.reason == LEDE_OK) {
            note("patched_sums", wanted, 4 * number);
            note("patched_sums", decoded, 4 * number);
        }
    }
    const size_t starts = 1 + draw(20);
    documents(wanted, starts, 0, 12);
    for (size_t i = 0; i < count; i++) decoded[i] = draw(9);
    number = lede_keep_followed(decoded, count, wanted, starts, 1 + draw(3), wanted);
    note("keep_followed", wanted, 4 * number);
    lede_increment(values, count);
    note("increment", values, 4 * count);

    for (size_t i = 0; i < 64; i++) bytes[i] = (uint8_t)(draw(256) | draw(256));
    const size_t rare = 1 + draw(3);
    size_t taken = 0;
    const bool decodes = lede_rare_decode(
        bytes, 8 + draw(56), rare, rare + draw(3), draw(12), 1u << 30, draw(2), draw(256), wanted, decoded, &taken);
    note("rare_decode", &decodes, sizeof decodes);
    if (decodes) {
        note("rare_decode", wanted, 4 * rare);
        note("rare_decode", decoded, 4 * rare);
        note("rare_decode", &taken, sizeof taken);
    }

    const uint32_t step = 1 + draw(draw(2) ? 4 : 5000);
    const uint32_t last = documents(values, count, 1000, step);
    size = lede_documents_encode(values, count, 1000, bytes);
    note("documents_encode", bytes, size);
    outcome = lede_documents_decode(bytes, size, count, 1000, decoded);
    note("documents_decode", decoded, 4 * count);
    number = 1 + draw(64);
    documents(wanted, number, 1000, 1 + (last - 1000) / 32);
    uint32_t end = 0;
    lede_found found;
    outcome = lede_documents_find(bytes, size, count, 1000, wanted, number, decoded, here, there, &found);
    note("documents_find", &outcome.reason, 4);
    if (outcome.reason == LEDE_OK) {
        note("documents_find", here, 2 * found.matches);
        note("documents_find", there, 2 * found.matches);
        note("documents_find", &found.last, 4);
    }
    uint64_t bits[64] = {0};
    outcome = lede_bitset_unite(bytes, size, count, 1000, 1000, bits, 64, &end);
    note("bitset_unite", &outcome.reason, 4);
    if (outcome.reason == LEDE_OK) note("bitset_unite", bits, sizeof bits);
    note("crc32c", &(uint32_t){lede_crc32c(7, bytes, size)}, 4);
    note("popcount", &(size_t){lede_popcount(bits, 64)}, sizeof(size_t));
    number = lede_sentence_ends(bytes, size, 0x80, 20000, decoded);
    note("sentence_ends", &number, sizeof number);
}

static void scores(void) {
    static uint16_t lengths[WINDOW + 8];
    static uint32_t docs[WINDOW + 32], freqs[WINDOW + 32], kept[WINDOW + 32], others[WINDOW];
    static int32_t sums[WINDOW + 32], out[WINDOW + 32];
    static uint8_t groups[WINDOW / 64];
    static uint64_t bits[WINDOW / 64];
    static uint16_t ia[WINDOW + 8], ib[WINDOW];
    for (size_t i = 0; i < WINDOW; i++) lengths[i] = (uint16_t)(20 + draw(3000));
    const size_t n = 1 + draw(256);
    documents(docs, n, 0, WINDOW / 256 - 1);
    for (size_t i = 0; i < n; i++) freqs[i] = 1 + draw(9);
    const lede_lengths table = {lengths, 0};
    const lede_scoring s = {1e6f * (1 + draw(9)), 0.3f, 0.9f / 400};
    lede_contributions(docs, freqs, n, table, s, out);
    note("contributions", out, 4 * n);
    const int32_t minimum = out[draw((uint32_t)n)];
    memset(sums, 0, sizeof sums);
    lede_add_contributions(docs, freqs, n, table, s, sums);
    note("add_contributions", sums, 4 * n);
    if (n >= 16) note("reached_by", &(int32_t){lede_reached_by(1 + draw(16), sums, n)}, 4);
    note("find_at_least", ia, 2 * lede_find_at_least(sums, n, minimum, ia));
    size_t found = lede_score_at_least(docs, freqs, n, table, s, minimum, kept, out);
    note("score_at_least", kept, 4 * found);
    note("score_at_least", out, 4 * found);
    memset(sums, 0, sizeof sums);
    memset(groups, 0, sizeof groups);
    memset(bits, 0, sizeof bits);
    lede_add_sums(docs, freqs, n, 0, table, s, sums, groups);
    note("add_sums", sums, 4 * WINDOW);
    found = lede_take_sums(sums, groups, 0, minimum, kept, out);
    note("take_sums", kept, 4 * found);
    note("take_sums", out, 4 * found);
    lede_accumulate(docs, freqs, n, 0, table, s, sums, bits);
    note("accumulate", bits, sizeof bits);
    found = lede_extract(sums, bits, 0, minimum, kept, out);
    note("extract", kept, 4 * found);
    found = lede_keep_at_least(kept, out, found, minimum + (int32_t)draw(100000));
    note("keep_at_least", kept, 4 * found);
    memset(sums, 0, sizeof sums);
    const size_t m = 1 + draw(256);
    documents(others, m, 0, WINDOW / 256 - 1);
    found = lede_intersect(docs, n, others, m, ia, ib);
    note("intersect", ia, 2 * found);
    note("intersect", ib, 2 * found);
    note("lower_bound", &(size_t){lede_lower_bound(docs, 0, n, draw(WINDOW))}, sizeof(size_t));
    note("up_to", &(size_t){lede_up_to(docs, n, draw(WINDOW))}, sizeof(size_t));
    memset(bits, 0, sizeof bits);
    lede_set_bits(others, m, 0, bits);
    note("set_bits", bits, sizeof bits);

    static uint8_t blockFreqs[4 * 64], codes[4 * 64], peaks[2 * 64];
    static float lengthOfCode[256];
    static int32_t bounds[64];
    for (size_t i = 0; i < 256; i++) lengthOfCode[i] = (float)(10 + 12 * i), blockFreqs[i] = (uint8_t)draw(256), codes[i] = (uint8_t)draw(256);
    lede_block_bounds(blockFreqs, codes, 64, lengthOfCode, s, bounds);
    note("block_bounds", bounds, sizeof bounds);
    for (size_t i = 0; i < 64; i++) {
        const float peak = (float)(1 + draw(90)) / 400;
        memcpy(peaks + 2 * i, (const uint8_t *)&peak + 2, 2);
    }
    lede_limit_bounds(peaks, 64, 1.5f, s, bounds);
    note("limit_bounds", bounds, sizeof bounds);
}

int main(int argc, char **argv) {
    const int level = argc > 1 ? atoi(argv[1]) : LEDE_LEVEL_AVX512;
    lede_limit_level(level);
    fprintf(stderr, "level %d\n", lede_level());
    for (uint64_t round = 1; round <= ROUNDS; round++) {
        state = round * 0x9E3779B97F4A7C15u;
        blocks();
        scores();
    }
    for (size_t i = 0; i < hashCount; i++) printf("%s %016llx\n", hashes[i].name, (unsigned long long)hashes[i].value);
}
