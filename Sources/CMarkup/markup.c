// SPDX-License-Identifier: Apache-2.0
#include "lede_markup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct lede_markup_parser {
    lede_markup_node *nodes;
    size_t count, capacity;
    uint8_t *bytes;
    size_t used, room;
    uint32_t open[LEDE_MARKUP_DEPTH_LIMIT]; // the elements on the way down
    uint32_t depth;                         // how many, those beyond the limit included
    int is_full, is_out_of_memory, uses_own_entities, has_errors;
    xmlParserCtxtPtr context;
    xmlEntity entity; // an entity of HTML, made up when it is asked for
    xmlChar entity_text[8];
};

uint64_t lede_markup_tag(const uint8_t *name, size_t length) {
    uint64_t tag = 0xcbf29ce484222325; // FNV-1a
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = name[i];
        if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
        tag = (tag ^ byte) * 0x100000001b3;
    }
    return tag;
}

static int add_bytes(lede_markup_parser *parser, const xmlChar *bytes, size_t length) {
    if (parser->used + length > parser->room) {
        size_t room = parser->room * 2 + length + 4096;
        uint8_t *grown = room > UINT32_MAX ? NULL : realloc(parser->bytes, room);
        if (!grown) {
            parser->is_out_of_memory = 1;
            xmlStopParser(parser->context);
            return 0;
        }
        parser->bytes = grown;
        parser->room = room;
    }
    memcpy(parser->bytes + parser->used, bytes, length);
    parser->used += length;
    return 1;
}

static lede_markup_node *add_node(lede_markup_parser *parser, uint32_t kind) {
    if (parser->count >= LEDE_MARKUP_NODE_LIMIT) {
        parser->is_full = 1;
        xmlStopParser(parser->context);
        return NULL;
    }
    if (parser->count == parser->capacity) {
        size_t capacity = parser->capacity * 2 + 256;
        lede_markup_node *grown = realloc(parser->nodes, capacity * sizeof(lede_markup_node));
        if (!grown) {
            parser->is_out_of_memory = 1;
            xmlStopParser(parser->context);
            return NULL;
        }
        parser->nodes = grown;
        parser->capacity = capacity;
    }
    lede_markup_node *node = &parser->nodes[parser->count++];
    *node = (lede_markup_node){.kind = kind, .start = (uint32_t)parser->used, .end = (uint32_t)parser->count};
    return node;
}

static const xmlChar *local_name(const xmlChar *name) {
    const xmlChar *colon = (const xmlChar *)strrchr((const char *)name, ':');
    return colon && colon[1] ? colon + 1 : name;
}

static void start_element(void *user, const xmlChar *name, const xmlChar **attributes) {
    lede_markup_parser *parser = user;
    // After a fault libxml2 would drop every entity, `&amp;` included, although it was told to go on.
    parser->context->wellFormed = 1;
    uint32_t depth = parser->depth++;
    if (depth >= LEDE_MARKUP_DEPTH_LIMIT) return;
    const xmlChar *local = local_name(name);
    lede_markup_node *node = add_node(parser, LEDE_MARKUP_ELEMENT);
    parser->open[depth] = UINT32_MAX;
    if (!node) return;
    uint32_t index = (uint32_t)(parser->count - 1);
    parser->open[depth] = index;
    node->tag = lede_markup_tag(local, strlen((const char *)local));
    if (local > name && add_bytes(parser, name, (size_t)(local - name - 1)))
        parser->nodes[index].length = (uint32_t)(local - name - 1);
    if (!attributes) return;
    for (const xmlChar **at = attributes; at[0]; at += 2) {
        lede_markup_node *attribute = add_node(parser, LEDE_MARKUP_ATTRIBUTE);
        if (!attribute) return;
        const xmlChar *own = local_name(at[0]);
        attribute->tag = lede_markup_tag(own, strlen((const char *)own));
        if (!at[1]) continue;
        size_t length = strlen((const char *)at[1]);
        if (!add_bytes(parser, at[1], length)) return;
        attribute->length = (uint32_t)length;
    }
}

static void end_element(void *user, const xmlChar *name) {
    lede_markup_parser *parser = user;
    (void)name;
    parser->context->wellFormed = 1;
    if (parser->depth == 0) return;
    uint32_t depth = --parser->depth;
    if (depth >= LEDE_MARKUP_DEPTH_LIMIT) return;
    uint32_t index = parser->open[depth];
    if (index != UINT32_MAX) parser->nodes[index].end = (uint32_t)parser->count;
}

static void characters(void *user, const xmlChar *text, int length) {
    lede_markup_parser *parser = user;
    parser->context->wellFormed = 1;
    if (length <= 0) return;
    lede_markup_node *last = parser->count ? &parser->nodes[parser->count - 1] : NULL;
    uint32_t depth = parser->depth < LEDE_MARKUP_DEPTH_LIMIT ? parser->depth : LEDE_MARKUP_DEPTH_LIMIT;
    uint32_t parent = depth ? parser->open[depth - 1] : UINT32_MAX;
    // A text in pieces is one text, unless an element ended or began between them.
    int continues = last && last->kind == LEDE_MARKUP_TEXT && last->start + last->length == parser->used
                    && (parent == UINT32_MAX || last->tag == parent);
    if (!continues) {
        last = add_node(parser, LEDE_MARKUP_TEXT);
        if (!last) return;
        last->tag = parent;
    }
    size_t index = parser->count - 1;
    if (add_bytes(parser, text, (size_t)length)) parser->nodes[index].length += (uint32_t)length;
}

/// Entities of HTML stand in many feeds. What a document declares itself is never looked at.
static xmlEntityPtr get_entity(void *user, const xmlChar *name) {
    lede_markup_parser *parser = user;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    unsigned value = known ? known->value : xmlStrEqual(name, BAD_CAST "apos") ? '\'' : 0;
    if (!value) {
        parser->uses_own_entities = 1;
        return NULL;
    }
    int length = xmlCopyChar(0, parser->entity_text, (int)value);
    parser->entity_text[length] = 0;
    memset(&parser->entity, 0, sizeof parser->entity);
    parser->entity.type = XML_ENTITY_DECL;
    parser->entity.name = name;
    parser->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    parser->entity.content = parser->entity.orig = parser->entity_text;
    parser->entity.length = length;
    return &parser->entity;
}

static void note_error(void *user, const char *message, ...) {
    lede_markup_parser *parser = user;
    (void)message;
    parser->has_errors = 1;
}

static void ignore(void *user, const char *message, ...) {
    (void)user;
    (void)message;
}

static xmlParserInputPtr load_nothing(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void set_up(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(load_nothing);
}

lede_markup_parser *lede_markup_create(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up);
    return calloc(1, sizeof(lede_markup_parser));
}

void lede_markup_destroy(lede_markup_parser *parser) {
    if (!parser) return;
    free(parser->nodes);
    free(parser->bytes);
    free(parser);
}

static int parse(lede_markup_parser *parser, const uint8_t *bytes, size_t length, int is_html) {
    parser->count = parser->used = 0;
    parser->depth = 0;
    parser->is_full = parser->is_out_of_memory = parser->uses_own_entities = parser->has_errors = 0;
    if (length > INT32_MAX) return 1;
    xmlParserCtxtPtr context = is_html ? htmlCreateMemoryParserCtxt((const char *)bytes, (int)length)
                                       : xmlCreateMemoryParserCtxt((const char *)bytes, (int)length);
    // It refuses an empty document.
    if (!context) return length ? 1 : 3;
    parser->context = context;
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.startElement = start_element;
    handler.endElement = end_element;
    handler.characters = characters;
    handler.cdataBlock = characters;
    handler.ignorableWhitespace = characters;
    handler.getEntity = get_entity;
    handler.error = note_error;
    handler.fatalError = note_error;
    handler.warning = ignore;
    handler.initialized = 1;
    if (is_html)
        htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                                        | HTML_PARSE_IGNORE_ENC);
    else
        xmlCtxtUseOptions(context, XML_PARSE_RECOVER | XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_SAX1
                                       | XML_PARSE_OLDSAX | XML_PARSE_IGNORE_ENC);
    memcpy(context->sax, &handler, sizeof handler);
    context->userData = parser;
    xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8);
    if (is_html)
        htmlParseDocument(context);
    else
        xmlParseDocument(context);
    int is_broken = context->disableSAX || parser->has_errors;
    xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
    parser->context = NULL;
    while (parser->depth > 0) {
        uint32_t depth = --parser->depth;
        if (depth < LEDE_MARKUP_DEPTH_LIMIT && parser->open[depth] != UINT32_MAX)
            parser->nodes[parser->open[depth]].end = (uint32_t)parser->count;
    }
    if (parser->is_out_of_memory) return 1;
    if (parser->uses_own_entities) return 2;
    if (parser->is_full) return 4;
    return is_broken ? 3 : 0;
}

int lede_markup_parse_xml(lede_markup_parser *parser, const uint8_t *bytes, size_t length) {
    return parse(parser, bytes, length, 0);
}

int lede_markup_parse_html(lede_markup_parser *parser, const uint8_t *bytes, size_t length) {
    return parse(parser, bytes, length, 1);
}

const lede_markup_node *lede_markup_nodes(const lede_markup_parser *parser, size_t *count) {
    *count = parser->count;
    return parser->nodes;
}

const uint8_t *lede_markup_bytes(const lede_markup_parser *parser, size_t *count) {
    *count = parser->used;
    return parser->bytes;
}
