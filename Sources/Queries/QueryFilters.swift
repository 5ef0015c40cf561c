// SPDX-License-Identifier: Apache-2.0

extension Query {
    /// Requires `leaves` on top of what the query asks for, as `--since` and `--source` do. An empty query becomes
    /// these alone.
    package mutating func require(_ leaves: [QueryNode]) {
        guard !leaves.isEmpty else { return }
        var operands: [Int] = []
        if let root {
            if case .and(let children) = nodes[root] {
                operands = children
                nodes.removeLast(nodes.count - root)
            } else {
                operands = [root]
            }
        }
        for leaf in leaves {
            nodes.append(leaf)
            operands.append(nodes.count - 1)
        }
        if operands.count > 1 { nodes.append(.and(operands)) }
        root = nodes.count - 1
    }
}
