// SPDX-License-Identifier: Apache-2.0
import LedeQueries

extension Query {
    /// Which nodes are words and phrases that change scores alone: they stand beside a required part as an option, and
    /// nowhere else. Empty if none is.
    ///
    /// Patterns and units of proximity are not among them, which may be refused for what they stand for.
    func nodesThatOnlyScore() -> [Bool] {
        guard let root, nodes.contains(where: \.hasIdleOptions) else { return [] }
        var decides = [Bool](repeating: false, count: nodes.count)
        decides[root] = true
        // Children stand before their parents.
        for index in nodes.indices.reversed() where decides[index] {
            switch nodes[index] {
            case .and(let children), .or(let children): for child in children { decides[child] = true }
            case .not(let child): decides[child] = true
            case .any(let required, let optional, let excluded):
                for child in required { decides[child] = true }
                for child in excluded { decides[child] = true }
                if required.isEmpty { for child in optional { decides[child] = true } }
            case .word, .form, .phrase, .compound, .prefix, .pattern, .near, .atLeast, .dates: break
            }
        }
        return nodes.indices.map { !decides[$0] && nodes[$0].isWordOrPhrase }
    }
}

extension QueryNode {
    fileprivate var hasIdleOptions: Bool {
        if case .any(let required, let optional, _) = self { return !required.isEmpty && !optional.isEmpty }
        return false
    }

    fileprivate var isWordOrPhrase: Bool {
        switch self {
        case .word, .form, .phrase, .compound: true
        default: false
        }
    }
}
