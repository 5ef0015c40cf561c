// SPDX-License-Identifier: Apache-2.0

extension Query {
    /// What stands below `node`, itself included, as a query of its own.
    package func part(_ node: Int) -> Query {
        var part = Query()
        part.root = copy(node, to: &part)
        return part
    }

    /// The conditions that must all hold for an article to match, each a query of its own: the operands of a topmost AND,
    /// or the query itself. Of a topmost `ANY(...)` with required words these, what is excluded, and not the optional words.
    package func conditions() -> [Query] {
        guard let root else { return [] }
        switch nodes[root] {
        case .and(let children): return children.map(part)
        case .any(let required, _, let excluded) where !required.isEmpty:
            return required.map(part)
                + excluded.map { child in
                    var negation = part(child)
                    negation.nodes.append(.not(negation.nodes.count - 1))
                    negation.root = negation.nodes.count - 1
                    return negation
                }
        default: return [self]
        }
    }

    /// The words that may make an article match, in the order of the tree: nothing that is excluded.
    ///
    /// `text` is what the reply's list of terms calls the word; `form` is nil for prefixes and patterns.
    package func wantedWords() -> [(text: String, form: [UInt8]?, field: QueryField)] {
        var words: [(text: String, form: [UInt8]?, field: QueryField)] = []
        var open = root.map { [$0] } ?? []
        while let node = open.popLast() {
            switch nodes[node] {
            case .and(let children), .or(let children): open += children.reversed()
            case .any(let required, let optional, _): open += (required + optional).reversed()
            case .near(let near): open += near.isNegated ? [near.left] : ([near.left] + near.right).reversed()
            case .atLeast(let query): open.append(query.child)
            case .word(let word): words.append((word.text, word.form, word.field))
            case .form(let form): words.append((form.text, form.form, form.field))
            case .phrase(let phrase): words += phrase.words.map { ($0.form.text, $0.form, phrase.field) }
            case .compound(let compound): words += compound.parts.map { ($0.form.text, $0.form, compound.field) }
            case .prefix(let prefix): words.append((prefix.text, nil, prefix.field))
            case .pattern(let pattern): words.append((pattern.text, nil, pattern.field))
            case .not, .dates: break
            }
        }
        return words
    }

    /// Copies a node behind its children; the tree has a bounded depth.
    private func copy(_ node: Int, to part: inout Query) -> Int {
        let copied = nodes[node].mapChildren { copy($0, to: &part) }
        part.nodes.append(copied)
        return part.nodes.count - 1
    }
}

extension QueryNode {
    /// The node with other indices of children, in the order of the tree.
    fileprivate func mapChildren(_ index: (Int) -> Int) -> QueryNode {
        switch self {
        case .and(let children): return .and(children.map(index))
        case .or(let children): return .or(children.map(index))
        case .not(let child): return .not(index(child))
        case .any(let required, let optional, let excluded):
            return .any(required: required.map(index), optional: optional.map(index), excluded: excluded.map(index))
        case .near(var near):
            near.left = index(near.left)
            near.right = near.right.map(index)
            return .near(near)
        case .atLeast(var query):
            query.child = index(query.child)
            return .atLeast(query)
        case .word, .form, .phrase, .compound, .prefix, .pattern, .dates: return self
        }
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
