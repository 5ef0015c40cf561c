// SPDX-License-Identifier: Apache-2.0
import LedeQueries

/// The definition of proximity: tries every choice of words.
struct NaivePlaces {
    private let query: Query
    /// What each leaf of the unit looks for, by node.
    private var patterns: [Int: NaivePattern] = [:]

    init(of unit: Int, in query: Query, pattern: (QueryNode) -> NaivePattern) {
        self.query = query
        var open = [unit]
        while let node = open.popLast() {
            switch query.nodes[node] {
            case .or(let children): open += children
            case .near(let near): open += [near.left] + near.right
            case .atLeast(let atLeast): open.append(atLeast.child)
            default: patterns[node] = pattern(query.nodes[node])
            }
        }
    }

    /// An occurrence: its first and last word.
    struct Place: Hashable {
        var first: Corner
        var last: Corner
    }

    struct Corner: Hashable {
        var position: Int
        var area: Int
        var sentence: Int
        var paragraph: Int

        init(_ token: NaiveToken) {
            position = token.position
            area = token.area
            sentence = token.sentence
            paragraph = token.paragraph
        }
    }

    /// How often a unit occurs: different positions where an occurrence begins, none below the number asked for.
    func count(_ node: Int, in document: NaiveDocument) -> Int {
        if case .atLeast(let atLeast) = query.nodes[node] {
            let count = starts(atLeast.child, in: document)
            return count >= Int(atLeast.count) ? count : 0
        }
        return starts(node, in: document)
    }

    private func starts(_ node: Int, in document: NaiveDocument) -> Int {
        Set(places(of: node, in: document).map(\.first.position)).count
    }

    private func places(of node: Int, in document: NaiveDocument) -> Set<Place> {
        switch query.nodes[node] {
        case .or(let children): return children.reduce(into: []) { $0.formUnion(places(of: $1, in: document)) }
        case .near(let near): return places(of: near, in: document)
        case .word(let leaf): return places(of: node, document.tokens(of: leaf.field))
        case .form(let leaf): return places(of: node, document.tokens(of: leaf.field))
        case .prefix(let leaf): return places(of: node, document.tokens(of: leaf.field))
        case .pattern(let leaf): return places(of: node, document.tokens(of: leaf.field))
        case .compound(let leaf): return places(of: node, document.tokens(of: leaf.field))
        case .phrase(let leaf): return places(of: node, slop: Int(leaf.slop), document.tokens(of: leaf.field))
        case .and, .not, .any, .dates, .atLeast: return []
        }
    }

    // MARK: Leaves

    private func places(of leaf: Int, slop: Int = 0, _ tokens: [NaiveToken]) -> Set<Place> {
        var places: Set<Place> = []
        for sequence in patterns[leaf]?.sequences ?? [] {
            // The shift of a word: its position less its offset.
            let candidates = sequence.map { word in tokens.filter { word.word.matches($0) } }
            let shifts = Set(
                zip(sequence, candidates).flatMap { word, tokens in tokens.map { $0.position - word.offset } })
            for shift in shifts {
                var chosen: [NaiveToken] = []
                for (word, tokens) in zip(sequence, candidates) {
                    let place = tokens.first { token in
                        token.position >= shift + word.offset && token.position <= shift + word.offset + slop
                            && !chosen.contains { $0.position == token.position }
                    }
                    if let place { chosen.append(place) }
                }
                chosen.sort { $0.position < $1.position }
                guard chosen.count == sequence.count, let first = chosen.first, let last = chosen.last,
                    first.area == last.area
                else { continue }
                places.insert(Place(first: Corner(first), last: Corner(last)))
            }
        }
        return places
    }

    // MARK: Proximity

    private func places(of near: NearQuery, in document: NaiveDocument) -> Set<Place> {
        let left = places(of: near.left, in: document)
        let right = near.right.map { places(of: $0, in: document) }
        if near.isNegated {
            return left.filter { place in
                !right.allSatisfy { others in others.contains { Self.isNear(place, $0, near) || Self.overlaps(place, $0) } }
            }
        }
        var found: Set<Place> = []
        for place in left {
            var covers: Set<Place> = [place]
            for others in right {
                let partners = others.filter { Self.isNear(place, $0, near) }
                covers = Set(covers.flatMap { cover in partners.map { Self.cover(cover, $0) } })
            }
            found.formUnion(covers)
        }
        return found
    }

    static func cover(_ one: Place, _ other: Place) -> Place {
        Place(
            first: one.first.position <= other.first.position ? one.first : other.first,
            last: one.last.position >= other.last.position ? one.last : other.last)
    }

    static func overlaps(_ one: Place, _ other: Place) -> Bool {
        one.first.position <= other.last.position && other.first.position <= one.last.position
    }

    static func isNear(_ one: Place, _ other: Place, _ near: NearQuery) -> Bool {
        if overlaps(one, other) { return false }
        let isBehind = one.last.position < other.first.position
        if near.isOrdered, !isBehind { return false }
        let (first, second) = isBehind ? (one, other) : (other, one)
        return switch near.reach {
        case .words(let distance):
            first.last.area == second.first.area && second.first.position - first.last.position <= Int(distance)
        case .sentence: first.first.sentence == second.last.sentence && first.first.area == second.last.area
        case .paragraph: first.first.paragraph == second.last.paragraph && first.first.area == second.last.area
        }
    }
}
