// SPDX-License-Identifier: Apache-2.0

import LedeQueries

/// 2026-03-11 14:30 UTC, a Wednesday.
let now: Int64 = 1_773_239_400

func parse(_ text: String, match: MatchMode = .all) throws -> Query {
    var parser = QueryParser(now: now)
    return try parser.parse(text, match: match)
}

/// How `text` is read, on one line: operators in front of their operands.
func reading(_ text: String, match: MatchMode = .all) throws -> String {
    let query = try parse(text, match: match)
    return query.root.map { query.reading(of: $0) } ?? "nothing"
}

func noticeCodes(_ text: String, match: MatchMode = .all) throws -> [String] {
    try parse(text, match: match).notices.map(\.code.rawValue)
}

extension Query {
    func reading(of index: Int) -> String {
        switch nodes[index] {
        case .and(let children): "and(" + children.map { reading(of: $0) }.joined(separator: " ") + ")"
        case .or(let children): "or(" + children.map { reading(of: $0) }.joined(separator: " ") + ")"
        case .not(let child): "not(" + reading(of: child) + ")"
        case .any(let required, let optional, let excluded):
            "any("
                + (required.map { "+" + reading(of: $0) } + optional.map { reading(of: $0) }
                + excluded.map { "-" + reading(of: $0) }).joined(separator: " ") + ")"
        case .near(let near):
            nodes[index].summary + "(" + ([near.left] + near.right).map { reading(of: $0) }.joined(separator: " ") + ")"
        case .atLeast(let query): nodes[index].summary + "(" + reading(of: query.child) + ")"
        default: "[" + nodes[index].summary + "]"
        }
    }

    /// The tree alone: without notices and without what was typed.
    var meaning: [QueryNode] { nodes.map { $0.withoutText() } }
}
