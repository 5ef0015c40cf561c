// SPDX-License-Identifier: Apache-2.0
// A door to libxml2 in plain C: a document becomes one list of nodes. Nothing is ever loaded from disk or network, no
// entity that a document declares is expanded, and depth and number of nodes have limits.
#ifndef LEDE_MARKUP_H
#define LEDE_MARKUP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Nodes a document may have: elements, attributes and texts.
#define LEDE_MARKUP_NODE_LIMIT (1u << 21)

/// Levels of nesting that are kept; the text of deeper elements counts as their ancestor's.
#define LEDE_MARKUP_DEPTH_LIMIT 250

enum lede_markup_kind {
    LEDE_MARKUP_ELEMENT = 0,
    LEDE_MARKUP_ATTRIBUTE = 1, // stands right behind its element, before the children
    LEDE_MARKUP_TEXT = 2,
};

/// One node of a document, in document order, a parent before its children.
typedef struct lede_markup_node {
    uint64_t tag;    // of an element or attribute: what `lede_markup_tag` makes of its local name; of a text: its parent
    uint32_t start;  // where its text (or the attribute's value, or the element's prefix) starts among the bytes
    uint32_t length; // and how many bytes that has
    uint32_t end;    // index of the first node that is not inside this one
    uint32_t kind;
} lede_markup_node;

typedef struct lede_markup_parser lede_markup_parser;

/// A parser, to be used by one thread at a time; NULL when there is no memory.
lede_markup_parser *lede_markup_create(void);
void lede_markup_destroy(lede_markup_parser *parser);

/// Parses a document in UTF-8, as far as it can be read. Returns 0, or 1 when there is no memory, 2 when the document
/// uses entities that it declares itself, 3 when it is not well-formed (the nodes before and behind the fault are there),
/// 4 when it has more nodes than it may (the first of them are there).
/// The nodes live until the next call with this parser.
int lede_markup_parse_xml(lede_markup_parser *parser, const uint8_t *bytes, size_t length);
int lede_markup_parse_html(lede_markup_parser *parser, const uint8_t *bytes, size_t length);

const lede_markup_node *lede_markup_nodes(const lede_markup_parser *parser, size_t *count);
const uint8_t *lede_markup_bytes(const lede_markup_parser *parser, size_t *count);

/// A name as a number: the hash of all its bytes in lower case. `publisher` is not `published`.
uint64_t lede_markup_tag(const uint8_t *name, size_t length);

#ifdef __cplusplus
}
#endif
#endif
