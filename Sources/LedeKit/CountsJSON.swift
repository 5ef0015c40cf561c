// SPDX-License-Identifier: Apache-2.0

/// The JSON of timelines and facets: `docs/json.md`.
extension TimelineReply {
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.head(archive: archive, generation: generation, milliseconds: milliseconds, query)
            json.member("interval", interval.rawValue)
            json.member("total", total)
            json.member("coarser", coarser)
            json.member("undated", undated)
            json.key("bars")
            json.array(bars) { json, bar in
                json.object {
                    $0.member("start", bar.start)
                    $0.member("end", bar.end)
                    $0.member("count", bar.count)
                    $0.member("of", bar.of)
                }
            }
        }
        return json.text
    }
}

extension FacetReply {
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.head(archive: archive, generation: generation, milliseconds: milliseconds, query)
            json.member("total", total)
            json.key("facets")
            json.array(facets) { json, facet in
                json.object { json in
                    json.member("field", facet.field.rawValue)
                    json.member("distinct", facet.distinct)
                    json.member("missing", facet.missing)
                    json.key("values")
                    json.array(facet.values) { json, value in
                        json.object {
                            $0.member("value", value.value)
                            $0.member("count", value.count)
                        }
                    }
                }
            }
        }
        return json.text
    }
}
