// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

// inflateInit2 is a macro that Swift does not see: 15 bits of window, +16 for the gzip format.
static inline int lede_inflate_gzip_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

// The same without a header, as zip files hold it.
static inline int lede_inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -15); }

// zlib's format, or a stream without header: what servers send as `deflate`.
static inline int lede_inflate_zlib_init(z_stream *stream) { return inflateInit2(stream, 15); }
