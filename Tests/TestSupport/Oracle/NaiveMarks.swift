// SPDX-License-Identifier: Apache-2.0
package import LedeQueries

/// The definition of marks: every choice of words is tried, and each occurrence carries the bytes of its words along.
package struct NaiveMarks {
    /// By part of the article (0 the title, 1 the body, then captions): ascending, joined where they share a byte.
    package private(set) var parts: [Int: [Range<Int>]] = [:]

    private let query: Query
    private let engine: NaiveEngine
    private let document: NaiveDocument

    private struct Mark: Hashable {
        var area: Int
        var source: Range<Int>
    }

    private typealias Place = NaivePlaces.Place

    /// - Parameter article: an ArticleID that is there.
    package init?(of query: Query, in article: String, _ engine: NaiveEngine) {
        guard let document = engine.documents.first(where: { $0.articleID == article }), let root = query.root else {
            return nil
        }
        self.query = query
        self.engine = engine
        self.document = document
        var marks = matches(root).may ? wanted(root, showsAll: false) : wanted(root, showsAll: true)
        while let mark = marks.min(by: { ($0.area, $0.source.lowerBound) < ($1.area, $1.source.lowerBound) }) {
            marks.remove(mark)
            if let last = parts[mark.area]?.popLast() {
                if last.overlaps(mark.source) {
                    parts[mark.area]?.append(last.lowerBound..<max(last.upperBound, mark.source.upperBound))
                } else {
                    parts[mark.area]?.append(contentsOf: [last, mark.source])
                }
            } else {
                parts[mark.area] = [mark.source]
            }
        }
    }

    // MARK: The query

    private func isInText(_ node: Int) -> Bool {
        switch query.nodes[node] {
        case .near, .atLeast: true
        case .word, .form, .phrase, .compound, .prefix, .pattern: !engine.field(of: query.nodes[node]).isMetadata
        case .and, .or, .not, .any, .dates: false
        }
    }

    /// Whether a node can match, and whether it does, whatever the article's description says.
    private func matches(_ node: Int) -> (may: Bool, must: Bool) {
        switch query.nodes[node] {
        case .and(let children):
            let all = children.map(matches)
            return (all.allSatisfy(\.may), all.allSatisfy(\.must))
        case .or(let children):
            let all = children.map(matches)
            return (all.contains(where: \.may), all.contains(where: \.must))
        case .not(let child):
            let match = matches(child)
            return (!match.must, !match.may)
        case .any(let required, let optional, let excluded):
            let all = required.map(matches) + excluded.map { (may: !matches($0).must, must: !matches($0).may) }
            let some = required.isEmpty ? optional.map(matches) : [(may: true, must: true)]
            return (
                all.allSatisfy(\.may) && some.contains(where: \.may), all.allSatisfy(\.must) && some.contains(where: \.must)
            )
        default:
            guard isInText(node) else { return (true, false) }
            let isThere = occurs(node)
            return (isThere, isThere)
        }
    }

    private func occurs(_ node: Int) -> Bool {
        guard case .atLeast(let atLeast) = query.nodes[node] else { return !places(node).isEmpty }
        return Set(places(atLeast.child).keys.map(\.first.position)).count >= Int(atLeast.count)
    }

    private func wanted(_ node: Int, showsAll: Bool) -> Set<Mark> {
        guard showsAll || matches(node).may else { return [] }
        switch query.nodes[node] {
        case .and(let children), .or(let children):
            return children.reduce(into: []) { $0.formUnion(wanted($1, showsAll: showsAll)) }
        case .any(let required, let optional, _):
            return (required + optional).reduce(into: []) { $0.formUnion(wanted($1, showsAll: showsAll)) }
        case .not, .dates: return []
        case .atLeast(let atLeast): return places(atLeast.child).values.reduce(into: []) { $0.formUnion($1) }
        default: return isInText(node) ? places(node).values.reduce(into: []) { $0.formUnion($1) } : []
        }
    }

    // MARK: Occurrences

    private func places(_ node: Int) -> [Place: Set<Mark>] {
        switch query.nodes[node] {
        case .or(let children):
            return children.reduce(into: [:]) { $0.merge(places($1)) { $0.union($1) } }
        case .near(let near): return places(near)
        case .phrase(let phrase): return places(query.nodes[node], slop: Int(phrase.slop))
        default: return places(query.nodes[node], slop: 0)
        }
    }

    private func places(_ leaf: QueryNode, slop: Int) -> [Place: Set<Mark>] {
        let tokens = document.tokens(of: engine.field(of: leaf))
        var places: [Place: Set<Mark>] = [:]
        for sequence in engine.pattern(of: leaf).sequences {
            let candidates = sequence.map { word in tokens.filter { word.word.matches($0) } }
            let shifts = zip(sequence, candidates).flatMap { word, tokens in tokens.map { $0.position - word.offset } }
            for shift in Set(shifts) {
                var chosen: [NaiveToken] = []
                for (word, tokens) in zip(sequence, candidates) {
                    var place = tokens.first { token in
                        (shift + word.offset...shift + word.offset + slop).contains(token.position)
                            && !chosen.contains { $0.position == token.position }
                    }
                    // Of a pair of characters the one that was asked for.
                    if case .character = word.word, let head = place?.head { place?.source = head }
                    if let place { chosen.append(place) }
                }
                guard chosen.count == sequence.count,
                    let first = chosen.min(by: { $0.position < $1.position }),
                    let last = chosen.max(by: { $0.position < $1.position }), first.area == last.area
                else { continue }
                let sources =
                    slop > 0
                    ? chosen.map(\.source) : [first.source.lowerBound..<max(first.source.upperBound, last.source.upperBound)]
                places[Place(first: .init(first), last: .init(last)), default: []]
                    .formUnion(sources.map { Mark(area: first.area, source: $0) })
            }
        }
        return places
    }

    private func places(_ near: NearQuery) -> [Place: Set<Mark>] {
        let left = places(near.left)
        let right = near.right.map(places)
        if near.isNegated {
            return left.filter { place, _ in
                !right.allSatisfy { others in
                    others.keys.contains { NaivePlaces.isNear(place, $0, near) || NaivePlaces.overlaps(place, $0) }
                }
            }
        }
        var found: [Place: Set<Mark>] = [:]
        for (place, marks) in left {
            var covers = [place: marks]
            for others in right {
                var wider: [Place: Set<Mark>] = [:]
                for (other, more) in others where NaivePlaces.isNear(place, other, near) {
                    for (cover, its) in covers { wider[NaivePlaces.cover(cover, other), default: []].formUnion(its.union(more)) }
                }
                covers = wider
            }
            found.merge(covers) { $0.union($1) }
        }
        return found
    }
}
