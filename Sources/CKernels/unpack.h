// SPDX-License-Identifier: Apache-2.0
// The unpacking of 256 values in 8 lanes, once for each machine level: the includer defines
// TARGET (a function attribute) and UNPACK (the name). Everything is constant after inlining.

#define ROW(i)                                                                           \
    do {                                                                                 \
        const unsigned bit = (i) * b, word = bit / 32, shift = bit % 32;                 \
        lanes8 value = in[word] >> shift;                                                \
        if (shift + b > 32) value |= in[word + 1] << (32 - shift);                       \
        out[i] = b < 32 ? value & (lanes8){} + mask : value;                             \
    } while (0)
#define ROW4(i) ROW(i); ROW((i) + 1); ROW((i) + 2); ROW((i) + 3)

#define CASE(width)                                                                      \
    case width: {                                                                        \
        enum { b = width };                                                              \
        const uint32_t mask = (uint32_t)((1ull << b) - 1);                               \
        ROW4(0); ROW4(4); ROW4(8); ROW4(12); ROW4(16); ROW4(20); ROW4(24); ROW4(28);     \
        break;                                                                           \
    }

TARGET static void UNPACK(const uint8_t *bytes, unsigned width, uint32_t *values) {
    const lanes8 *in = (const lanes8 *)bytes;
    lanes8 *out = (lanes8 *)values;
    switch (width) {
        case 0: memset(values, 0, 1024); break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
        CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14) CASE(15) CASE(16)
        CASE(17) CASE(18) CASE(19) CASE(20) CASE(21) CASE(22) CASE(23) CASE(24)
        CASE(25) CASE(26) CASE(27) CASE(28) CASE(29) CASE(30) CASE(31)
        default: memcpy(values, bytes, 1024); break;
    }
}

#undef ROW
#undef ROW4
#undef CASE
#undef TARGET
#undef UNPACK
