// SPDX-License-Identifier: Apache-2.0
// A door to simdjson in plain C: one parser handle a thread, one record at a time, no exception crosses.
#ifndef LEDE_JSON_H
#define LEDE_JSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable behind the last byte of a record.
#define LEDE_JSON_PADDING 64

/// Values a record may hold; more is refused, so that a hostile line cannot take gigabytes.
#define LEDE_JSON_NODE_LIMIT (1u << 20)

/// Levels of nesting that are handed out; what lies deeper is left out (its parent has no children).
#define LEDE_JSON_DEPTH_LIMIT 16

enum lede_json_kind {
    LEDE_JSON_NULL = 0,
    LEDE_JSON_TEXT = 1,
    LEDE_JSON_INTEGER = 2,   // fits Int64
    LEDE_JSON_UNSIGNED = 3,  // fits UInt64 only; `integer` holds its bits
    LEDE_JSON_NUMBER = 4,
    LEDE_JSON_BOOLEAN = 5,
    LEDE_JSON_ARRAY = 6,
    LEDE_JSON_OBJECT = 7,
};

/// One value of a record; the values stand in document order, a parent before its children.
typedef struct lede_json_node {
    const char *key;  // the name in the parent object; NULL in an array and at the root
    const char *text; // for LEDE_JSON_TEXT: well-formed UTF-8, escapes resolved
    size_t key_length;
    size_t text_length;
    int64_t integer; // also 0 / 1 for LEDE_JSON_BOOLEAN
    double number;
    uint32_t kind;
    uint32_t end; // index of the first node that is not inside this one
} lede_json_node;

typedef struct lede_json_parser lede_json_parser;

/// A parser, to be used by one thread at a time; NULL when there is no memory.
lede_json_parser *lede_json_create(void);
void lede_json_destroy(lede_json_parser *parser);

/// Parses one JSON text of `length` bytes, behind which LEDE_JSON_PADDING bytes are readable.
/// Returns 0, or an error code; the nodes live until the next call with this parser.
int lede_json_parse(lede_json_parser *parser, const uint8_t *bytes, size_t length);
const lede_json_node *lede_json_nodes(const lede_json_parser *parser, size_t *count);

/// What an error code means; a string that lives for ever.
const char *lede_json_message(int code);

/// Whether bytes are well-formed UTF-8.
int lede_json_is_utf8(const char *text, size_t length);

/// Whether the code says that the bytes are not UTF-8, or that a string holds an escape that means nothing.
int lede_json_is_utf8_error(int code);
int lede_json_is_escape_error(int code);

#ifdef __cplusplus
}
#endif
#endif
