// SPDX-License-Identifier: Apache-2.0

/// The JSON of replies: `docs/json.md`. Absent values are left out.
extension SearchReply {
    /// The whole reply as one JSON object.
    package var json: String { json(queryID: nil) }

    /// - Parameter queryID: of a batch, as the first member `qid`.
    package func json(queryID: String?) -> String {
        var json = JSONText()
        json.object { json in
            json.member("qid", queryID)
            json.head(archive: archive, generation: generation, milliseconds: milliseconds, query)
            json.member("total", total)
            json.member("stories", stories)
            json.key("hits")
            json.array(hits) { $1.append(to: &$0) }
            json.member("next_cursor", nextCursor)
            guard let advice else { return }
            json.key("advice")
            advice.append(to: &json)
        }
        return json.text
    }
}

extension JSONText {
    /// What every answer to a query begins with.
    mutating func head(archive: String, generation: Int, milliseconds: Double, _ query: QueryReading) {
        member("archive", archive)
        member("generation", generation)
        key("took_ms")
        value((milliseconds * 1000).rounded() / 1000)
        key("query")
        query.append(to: &self)
    }
}

extension QueryReading {
    func append(to json: inout JSONText) { json.object { appendMembers(to: &$0) } }

    func appendMembers(to json: inout JSONText) {
        json.member("input", input)
        json.member("canonical", canonical)
        json.key("terms")
        json.array(terms) { $1.append(to: &$0) }
        appendNotices(to: &json)
    }

    func appendNotices(to json: inout JSONText) {
        json.key("notices")
        json.array(notices) { json, notice in
            json.object {
                $0.member("code", notice.code)
                $0.member("message", notice.message)
                $0.member("start", notice.range.lowerBound)
                $0.member("end", notice.range.upperBound)
            }
        }
    }
}

extension QueryReading.Term {
    func append(to json: inout JSONText) {
        json.object {
            $0.member("term", term)
            $0.member("df", documentFrequency)
        }
    }
}

extension Hit {
    package var json: String {
        var json = JSONText()
        append(to: &json)
        return json.text
    }

    func append(to json: inout JSONText) {
        json.object { json in
            json.member("rank", rank)
            json.key("score")
            json.value(score)
            json.member("id", id)
            json.member("title", title)
            json.member("date", date)
            json.member("source", source)
            json.member("byline", byline)
            json.member("section", section)
            json.member("url", url)
            json.member("copies", copies)
            json.member("outlets", outlets)
            guard let snippet else { return }
            json.key("snippet")
            json.object { json in
                json.member("text", snippet.text)
                json.key("highlights")
                json.array(snippet.highlights) { json, range in
                    json.array([range.lowerBound, range.count]) { $0.value($1) }
                }
            }
        }
    }
}

/// The exact number of articles that match.
package struct CountReply: Sendable, Equatable {
    package var archive: String
    package var generation: Int
    package var query: QueryReading
    package var total: Int
    /// The same with copies counted once; nil unless stories are collapsed.
    package var stories: Int?

    package init(archive: String, generation: Int, query: QueryReading, total: Int, stories: Int? = nil) {
        self.archive = archive
        self.generation = generation
        self.query = query
        self.total = total
        self.stories = stories
    }

    package var json: String {
        var json = JSONText()
        json.object {
            $0.member("archive", archive)
            $0.member("generation", generation)
            $0.member("query", query.input)
            $0.member("canonical", query.canonical)
            $0.member("total", total)
            $0.member("stories", stories)
            query.appendNotices(to: &$0)
        }
        return json.text
    }
}

extension [ArchiveFigure] {
    package var json: String {
        var json = JSONText()
        json.object { json in
            for figure in self { json.member(figure.key, figure.value) }
        }
        return json.text
    }
}

extension ArticleMarks {
    func append(to json: inout JSONText) {
        func append(_ ranges: [Range<Int>], to json: inout JSONText) {
            json.array(ranges) { json, range in
                json.array([range.lowerBound, range.count]) { $0.value($1) }
            }
        }
        json.object { json in
            json.key("title")
            append(title, to: &json)
            json.key("paragraphs")
            json.array(paragraphs) { append($1, to: &$0) }
            json.key("captions")
            json.array(captions) { append($1, to: &$0) }
            guard !correction.isEmpty else { return }
            json.key("correction")
            append(correction, to: &json)
        }
    }
}

extension StoredArticle {
    package var json: String { json(marks: nil) }

    /// - Parameter marks: of a query, as the last member `highlights`.
    package func json(marks: ArticleMarks?) -> String {
        var json = JSONText()
        json.object { json in
            appendMembers(to: &json)
            if !earlier.isEmpty {
                json.key("versions")
                json.array(earlier) { json, version in
                    json.object {
                        $0.member("version", version.number)
                        $0.member("replaced", version.replaced)
                        $0.member("title", version.article.title)
                        $0.member("date", version.article.date)
                    }
                }
            }
            guard let marks else { return }
            json.key("highlights")
            marks.append(to: &json)
        }
        return json.text
    }

    fileprivate func appendMembers(to json: inout JSONText) {
        json.member("id", id)
        json.member("title", title)
        json.member("date", date)
        json.member("date_from", dateProvenance)
        json.member("updated", updated)
        json.member("source", source)
        json.member("section", section)
        json.member("byline", byline)
        json.member("place", place)
        json.member("credit", credit)
        json.member("language", language)
        json.member("analysis", analysis)
        json.member("url", url)
        json.key("paragraphs")
        json.array(paragraphs) { $0.value($1) }
        if !boilerplate.isEmpty {
            json.key("boilerplate")
            json.array(boilerplate) { $0.value($1) }
        }
        json.key("captions")
        json.array(captions) { $0.value($1) }
        json.key("tags")
        json.array(tags) { $0.value($1) }
        json.member("correction", correction)
        json.member("origin", origin)
    }
}

extension EarlierVersion {
    /// The article of that time, and what is different now.
    package func json(current: StoredArticle) -> String {
        var json = JSONText()
        json.object { json in
            json.member("version", number)
            json.member("replaced", replaced)
            article.appendMembers(to: &json)
            json.key("changes")
            json.array(changes(to: current)) { json, change in
                json.object { json in
                    json.member("part", change.part)
                    json.key("paragraphs")
                    json.array(change.difference.paragraphs) { json, pieces in
                        json.array(pieces) { json, piece in
                            json.object {
                                switch piece {
                                case .same(let text): $0.member("same", text)
                                case .removed(let text): $0.member("removed", text)
                                case .added(let text): $0.member("added", text)
                                }
                            }
                        }
                    }
                }
            }
        }
        return json.text
    }
}
