// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeQueries
import LedeRanking

/// Why a search found nothing, as far as its parts tell one by one. It proposes; nothing is searched for in another way.
public struct ZeroHitAdvice: Sendable, Equatable {
    /// A condition that every hit must fulfil.
    public struct Clause: Sendable, Equatable {
        /// In canonical form.
        public let text: String
        /// Articles of the whole archive that fulfil it, whatever their date and source.
        public let total: Int
        /// Its words that no article has.
        let unknown: [String]
        /// Its other words with their document frequencies.
        let known: [QueryReading.Term]
        /// Whether it is a word that no article has, and nothing more.
        let isUnknownWord: Bool
    }

    /// A word that no article has, and the nearest spellings that some have.
    public struct Unknown: Sendable, Equatable {
        public let word: String
        /// The field it was looked for in, by its name in queries; nil for the text.
        public let field: String?
        /// With the number of articles; the most frequent first, where a second edit counts as much as twenty times the articles.
        public let nearest: [QueryReading.Term]
    }

    /// The operands of a topmost AND, or the query as a whole; the first ``maximumClauses`` of them.
    public let clauses: [Clause]
    public let unknown: [Unknown]
    /// Hits without `since`, `until` and `sources`, if these were given and each clause has some.
    public let unfiltered: Int?
    /// Clauses behind the first ones.
    let omittedClauses: Int

    static let maximumClauses = 16
    static let maximumUnknown = 8
    static let maximumNearest = 5
}

extension ZeroHitAdvice {
    /// The same in plain words.
    public var messages: [String] {
        if clauses.isEmpty { return ["There is no word to search for."] }
        var messages: [String] = []
        for clause in clauses where clause.total == 0 && !clause.isUnknownWord {
            let words = clause.known.map { "“\($0.term)” in \($0.documentFrequency)" }.joined(separator: ", ")
            let isThere = clause.unknown.isEmpty && !words.isEmpty
            messages.append("No article matches “\(clause.text)”" + (isThere ? ", though its words are there: \(words)." : "."))
        }
        for word in unknown {
            let nearest = word.nearest.map { "\($0.term) (\($0.documentFrequency))" }.joined(separator: ", ")
            messages.append(
                "No article has “\(word.word)”\(word.field.map { " in its \($0)" } ?? "")." + (nearest.isEmpty ? "" : " Nearest spellings, with their articles: \(nearest)."))
        }
        if let unfiltered, unfiltered > 0 {
            messages.append("Without the limits on date and source there would be \(unfiltered).")
        } else if clauses.count > 1, clauses.allSatisfy({ $0.total > 0 }) {
            let parts = clauses.map { "“\($0.text)” \($0.total)" }.joined(separator: ", ")
            let subject = omittedClauses == 0 ? "Each part" : "Each of the first \(clauses.count) parts"
            messages.append("\(subject) matches some articles, but no article matches all: \(parts).")
        }
        return messages
    }

    func append(to json: inout JSONText) {
        json.object { json in
            json.key("clauses")
            json.array(clauses) { json, clause in
                json.object {
                    $0.member("clause", clause.text)
                    $0.member("total", clause.total)
                }
            }
            json.key("unknown")
            json.array(unknown) { json, word in
                json.object { json in
                    json.member("word", word.word)
                        json.member("field", word.field)
                    json.key("nearest")
                    json.array(word.nearest) { json, spelling in
                        json.object {
                            $0.member("form", spelling.term)
                            $0.member("df", spelling.documentFrequency)
                        }
                    }
                }
            }
            json.member("unfiltered", unfiltered)
            json.key("messages")
            json.array(messages) { $0.value($1) }
        }
    }
}

extension SearchSession {
    /// Why a query finds nothing; nil where there was no time to find out.
    ///
    /// Costs at most a count of each of the first clauses and one walk over the dictionary for each field with unknown words.
    func advice(on query: Query, _ request: SearchRequest) throws(LedeError) -> ZeroHitAdvice? {
        var counting = request
        counting.limit = 0
        counting.offset = 0
        counting.countsTotal = true
        counting.intervals = []
        counting.sources = []
        let conditions = query.conditions()
        var clauses: [ZeroHitAdvice.Clause] = []
        var unknown: [(text: String, word: UnknownWord)] = []
        do throws(Damage) {
            for condition in conditions.prefix(ZeroHitAdvice.maximumClauses) {
                let result = try searcher.search(condition, counting)
                if result.isInterrupted { return nil }
                let frequencies = Dictionary(result.terms.map { ($0.text, $0.documentFrequency) }, uniquingKeysWith: max)
                let words = condition.wantedWords()
                for word in words where frequencies[word.text] == 0 {
                    guard let form = word.form, !unknown.contains(where: { $0.text == word.text && $0.word.field == word.field })
                    else { continue }
                    unknown.append((word.text, UnknownWord(form: form, field: word.field)))
                }
                clauses.append(
                    ZeroHitAdvice.Clause(
                        text: condition.canonical(), total: result.total ?? 0,
                        unknown: words.map(\.text).filter { frequencies[$0] == 0 },
                        known: words.compactMap { word in
                            let frequency = frequencies[word.text] ?? 0
                            return frequency == 0 ? nil : QueryReading.Term(term: word.text, documentFrequency: frequency)
                        },
                        isUnknownWord: condition.nodes.count == 1 && words.count == 1 && words[0].form != nil
                            && frequencies[words[0].text] == 0))
            }
            var unfiltered: Int?
            if !request.intervals.isEmpty || !request.sources.isEmpty, clauses.allSatisfy({ $0.total > 0 }) {
                unfiltered = try searcher.search(query, counting).total
            }
            let asked = unknown.prefix(ZeroHitAdvice.maximumUnknown)
            let nearest = try searcher.nearestSpellings(
                to: asked.map(\.word), limit: ZeroHitAdvice.maximumNearest, request.interruption)
            if request.interruption?.isRaised == true { return nil }
            return ZeroHitAdvice(
                clauses: clauses,
                unknown: zip(asked, nearest).map { word, spellings in
                    ZeroHitAdvice.Unknown(
                        word: word.text, field: word.word.field.name,
                        nearest: spellings.map { QueryReading.Term(term: $0.form, documentFrequency: $0.documentFrequency) })
                },
                unfiltered: unfiltered, omittedClauses: conditions.count - clauses.count)
        } catch {
            throw LedeError(error)
        }
    }
}
