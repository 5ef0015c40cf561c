// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Which machine code the kernels use (SSE42: with pclmul and popcnt; AVX2: with bmi2; AVX512: F, BW, DQ, VL, VBMI2 and
// VPOPCNTDQ, as of Ice Lake and Zen 4). Every level computes the same.
enum lede_level { LEDE_LEVEL_PORTABLE = 0, LEDE_LEVEL_SSE42 = 1, LEDE_LEVEL_AVX2 = 2, LEDE_LEVEL_AVX512 = 3 };

// The best level of this processor, unless lede_limit_level lowered it.
int lede_level(void);
// Lowers the level used from now on by every thread (for tests of the fallbacks).
void lede_limit_level(int level);

// What a decoder found: reason 0 and the bytes consumed, or why and where the bytes are malformed.
typedef struct {
    int64_t offset;
    int32_t reason;
} lede_outcome;

enum lede_reason {
    LEDE_OK = 0,
    LEDE_TRUNCATED = 1,      // the bytes end before the block does
    LEDE_BAD_HEADER = 2,     // no such width or kind
    LEDE_BAD_EXCEPTION = 3,  // an exception out of place, out of order or out of range
    LEDE_BAD_COUNT = 4,      // a bitset that holds another number of documents
    LEDE_BAD_DOCUMENT = 5,   // a document number not above its predecessor, or above 2^31 - 1
    LEDE_BAD_UNARY = 6,      // a unary part with another number of ends, or one that could pass 32 bits
    LEDE_UNPACK = 7,         // no fault: the numbers asked for cannot be told without unpacking all
    LEDE_UNCHECKED = 8,      // no fault: the checksum of a page is to be looked at first
    LEDE_NO_ROOM = 9         // no fault: room is to be made first
};

// The most bytes an encoder writes for one block.
enum { LEDE_BLOCK_LENGTH = 256, LEDE_MAX_BLOCK_BYTES = 1088 };

// Up to so many blocks of positions or codes their ends take two bytes each, else four.
enum { LEDE_NARROW_BLOCKS = 60 };

// CRC-32C (Castagnoli) of `size` bytes, continuing from `seed` (0 to begin).
uint32_t lede_crc32c(uint32_t seed, const void *bytes, size_t size);

// Classes of the bytes of a text: bits, the first byte's lowest, in four masks that are `stride` words apart: letters, digits and
// bytes from 0x80 on; capitals and bytes from 0x80 on; `#` to `/`; `. ! ?` and the line feed. And a copy with `A` to `Z` in
// lower case. Returns 0, and nothing is done, where plain code is to do it.
int lede_classify(const uint8_t *text, size_t count, uint8_t *copy, uint64_t *masks, size_t stride);

// Patched and Rice blocks, whichever suits: docs/format/blocks.md. `count` is 0...256; `out` has
// room for LEDE_MAX_BLOCK_BYTES.
size_t lede_patched_encode(const uint32_t *values, size_t count, uint8_t *out);
lede_outcome lede_patched_decode(const uint8_t *in, size_t size, size_t count, uint32_t *out);

// Some numbers of a block of 256, where it needs not be unpacked for them: those with the ascending indices `wanted`, one
// more each. Reason LEDE_UNPACK where only unpacking tells them; other reasons, and bytes read, as lede_patched_decode.
lede_outcome lede_patched_pick(
    const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *out);

// As lede_patched_pick, and what the numbers before each wanted one add up to, one more each.
lede_outcome lede_patched_sums(
    const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *sums, uint32_t *out);

// Keeps the ascending starts behind which, at an offset, one of a document's positions stands; those are `count` distances, each
// that and a step behind the one before. `out` may be `starts`. Returns how many are kept.
size_t lede_keep_followed(
    const uint32_t *distances, size_t count, const uint32_t *starts, size_t number, uint32_t offset, uint32_t *out);

// Adds 1 to each of `count` numbers.
void lede_increment(uint32_t *values, size_t count);

// Documents and frequencies of a rare term's `count` postings of so many occurrences, in exponential Golomb codes whose
// gaps are of an order: docs/format/dictionary.md. Where there are form codes, occurrences of the codes whose bits are set in
// `wanted` alone are counted; a frequency may be 0 then. Sets `bytes` to how many there are. False for damage, and for
// what only a reader bit by bit can tell: fewer than eight bytes, codes of more than a word, form codes above 63.
enum { LEDE_POSITION_ORDER = 7 };
bool lede_rare_decode(
    const uint8_t *in, size_t size, size_t count, size_t occurrences, unsigned order, uint32_t limit, bool with_codes,
    uint64_t wanted, uint32_t *documents, uint32_t *frequencies, size_t *bytes);

// Document blocks: strictly ascending documents above `after` (-1...2^31-2), `count` is 1...256.
size_t lede_documents_encode(const uint32_t *documents, size_t count, int64_t after, uint8_t *out);
lede_outcome lede_documents_decode(const uint8_t *in, size_t size, size_t count, int64_t after, uint32_t *out);

// What looking documents up in a block found: the pairs, the block's last document, and whether all of them were decoded.
typedef struct {
    size_t matches;
    uint32_t last;
    int decoded;
} lede_found;

// Looks ascending documents up in a block: writes pairs of an index in `wanted` and the index of the same document in the block.
// Few are looked up in a bitset as it is; any other block is decoded into `documents`, which has room for `count`.
lede_outcome lede_documents_find(
    const uint8_t *in, size_t size, size_t count, int64_t after, const uint32_t *wanted, size_t number, uint32_t *documents,
    uint16_t *here, uint16_t *there, lede_found *found);

// Adds the documents of a bitset block to a set of `number` words whose bit 0 is the document `first`, those beyond its ends
// left out; sets the last document of the block.
lede_outcome lede_bitset_unite(
    const uint8_t *in, size_t size, size_t count, int64_t after, uint32_t first, uint64_t *bits, size_t number,
    uint32_t *last);

// Positions behind sentences, from a byte each (docs/format/segment.md), those bytes with all bits of `wanted`: none above
// `last`. `out` has room for `count` + 1. Returns how many. Every byte writes, and the next write covers what does not
// count, so that the only branch is that of the loop.
static inline size_t lede_sentence_ends(const uint8_t *in, size_t count, uint8_t wanted, uint32_t last, uint32_t *out) {
    uint32_t position = 0;
    size_t found = 0;
    for (size_t i = 0; i < count && position <= last; i++) {
        const uint8_t byte = in[i], step = byte & 0x7F;
        position += step;
        out[found] = position;
        found += (size_t)((step != 0x7F) & ((byte & wanted) == wanted));
    }
    return found > 0 && out[found - 1] > last ? found - 1 : found;
}

// The population of `count` words.
size_t lede_popcount(const uint64_t *words, size_t count);

// Bits shared between threads; the order of other memory is not implied.
static inline int lede_bit_is_set(const uint64_t *bits, size_t index) {
    return (int)(__atomic_load_n(bits + (index >> 6), __ATOMIC_RELAXED) >> (index & 63) & 1);
}
// Whether all bits of first...last are set.
static inline int lede_bits_are_set(const uint64_t *bits, size_t first, size_t last) {
    uint64_t wanted = ~(uint64_t)0 << (first & 63);
    size_t word = first >> 6;
    for (; word < last >> 6; word++, wanted = ~(uint64_t)0)
        if (wanted & ~__atomic_load_n(bits + word, __ATOMIC_RELAXED)) return 0;
    wanted &= ~(uint64_t)0 >> (63 - (last & 63));
    return (wanted & ~__atomic_load_n(bits + word, __ATOMIC_RELAXED)) == 0;
}
static inline void lede_set_bit(uint64_t *bits, size_t index) {
    __atomic_fetch_or(bits + (index >> 6), (uint64_t)1 << (index & 63), __ATOMIC_RELAXED);
}

#ifdef __cplusplus
}
#endif
