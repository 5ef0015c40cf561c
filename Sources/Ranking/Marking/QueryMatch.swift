// SPDX-License-Identifier: Apache-2.0
import LedeQueries

/// Which nodes of a query match an article of which only the text is known.
struct QueryMatch {
    private let query: Query
    /// By node: whether it matches, or may match, whatever the article's description says.
    private var may: [Bool]
    /// By node: whether it matches for certain.
    private var must: [Bool]

    /// - Parameter isFound: whether a node occurs in the text; nil where the text does not tell. Not called for AND, OR, NOT
    ///   and ANY.
    init(_ query: Query, isFound: (Int) -> Bool?) {
        self.query = query
        may = Array(repeating: true, count: query.nodes.count)
        must = Array(repeating: false, count: query.nodes.count)
        for (node, content) in query.nodes.enumerated() {
            switch content {
            case .and(let children):
                may[node] = children.allSatisfy { may[$0] }
                must[node] = children.allSatisfy { must[$0] }
            case .or(let children):
                may[node] = children.contains { may[$0] }
                must[node] = children.contains { must[$0] }
            case .not(let child):
                may[node] = !must[child]
                must[node] = !may[child]
            case .any(let required, let optional, let excluded):
                let wanted = required.isEmpty ? optional : []
                may[node] =
                    required.allSatisfy { may[$0] } && !excluded.contains { must[$0] }
                    && (wanted.isEmpty || wanted.contains { may[$0] })
                must[node] =
                    required.allSatisfy { must[$0] } && !excluded.contains { may[$0] }
                    && (wanted.isEmpty || wanted.contains { must[$0] })
            case .word, .form, .phrase, .compound, .prefix, .pattern, .near, .atLeast, .dates:
                guard let isFound = isFound(node) else { continue }
                (may[node], must[node]) = (isFound, isFound)
            }
        }
    }

    /// The leaves and units that are wanted and make `root` match; where it does not match, all that are wanted.
    func matching(below root: Int) -> [Int] {
        let showsAll = !may[root]
        var matching: [Int] = []
        var open = [root]
        while let node = open.popLast() {
            guard showsAll || may[node] else { continue }
            switch query.nodes[node] {
            case .and(let children), .or(let children): open += children
            case .any(let required, let optional, _): open += required + optional
            case .not, .dates: break
            case .word, .form, .phrase, .compound, .prefix, .pattern, .near, .atLeast: matching.append(node)
            }
        }
        return matching
    }
}
