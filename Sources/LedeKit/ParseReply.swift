// SPDX-License-Identifier: Apache-2.0
import LedeQueries
package import LedeRanking

/// How a query is read, and what the archive knows of its words: the answer of `lede parse`.
package struct ParseReply: Sendable, Equatable {
    /// A node of the query's tree.
    package struct Node: Sendable, Equatable {
        package enum Role: String, Sendable {
            case required, excluded
        }

        /// `and`, `or`, `not`, `any`, `near`, `atleast`, `word`, `form`, `phrase`, `compound`, `prefix`, `pattern`, `dates`.
        package var type: String
        /// One line for people.
        package var text: String
        /// Inside `ANY(...)`; nil for what is optional there.
        package var role: Role?
        package var terms: [QueryReading.Term]
        /// Spellings that a prefix or a pattern stands for, the most frequent first.
        package var forms: [Spelling]?
        /// How many spellings are looked up at most, where there are more.
        package var refusedForms: Int?
        package var children: [Node]
    }

    package var query: QueryReading
    /// Nil where there is nothing to search for.
    package var tree: Node?
    /// What is not looked up, in plain words.
    package var refusals: [String]
}

extension SearchSession {
    /// Reads a query and looks its words up, without searching.
    package mutating func parsed(_ text: String, _ options: SearchOptions) throws(LedeError) -> ParseReply {
        let query = try parse(text, options)
        let lookup = try lookUp(query, options.interruption)
        return ParseReply(
            query: QueryReading(text, query, terms: lookup.terms),
            tree: query.root.map { ParseReply.Node($0, of: query, lookup) },
            refusals: lookup.refusals.map(\.message))
    }
}

extension ParseReply.Node {
    /// The tree has a bounded depth.
    init(_ index: Int, of query: Query, _ lookup: QueryLookup, role: Role? = nil) {
        let node = query.nodes[index]
        let leaf = lookup.leaves[index]
        self.init(
            type: node.typeName, text: node.summary, role: role,
            terms: (leaf?.words ?? []).map { QueryReading.Term(term: $0.text, documentFrequency: $0.documentFrequency) },
            forms: leaf?.spellings, refusedForms: leaf?.refusal.map { _ in PatternQuery.maximumForms },
            children: query.children(of: index).map { ParseReply.Node($0.node, of: query, lookup, role: $0.role) })
    }
}

extension QueryNode {
    /// A lasting name for programs.
    var typeName: String {
        switch self {
        case .and: "and"
        case .or: "or"
        case .not: "not"
        case .any: "any"
        case .word: "word"
        case .form: "form"
        case .phrase: "phrase"
        case .compound: "compound"
        case .prefix: "prefix"
        case .pattern: "pattern"
        case .near: "near"
        case .atLeast: "atleast"
        case .dates: "dates"
        }
    }
}

extension ExpansionRefusal {
    var message: String {
        "“\(text)” stands for more than \(PatternQuery.maximumForms) spellings, which are too many to look up. Write more of its letters."
    }
}

// MARK: JSON

extension ParseReply {
    /// The members of `QueryReading`, and the tree.
    package var json: String {
        var json = JSONText()
        json.object { json in
            query.appendMembers(to: &json)
            guard let tree else { return }
            json.key("tree")
            tree.append(to: &json)
        }
        return json.text
    }
}

extension ParseReply.Node {
    fileprivate func append(to json: inout JSONText) {
        json.object { json in
            json.member("type", type)
            json.member("text", text)
            json.member("role", role?.rawValue)
            if !terms.isEmpty {
                json.key("terms")
                json.array(terms) { $1.append(to: &$0) }
            }
            if let forms {
                json.key("forms")
                json.array(forms) { $1.append(to: &$0) }
            }
            json.member("refused", refusedForms)
            if !children.isEmpty {
                json.key("children")
                json.array(children) { $1.append(to: &$0) }
            }
        }
    }
}

extension Spelling {
    func append(to json: inout JSONText) {
        json.object {
            $0.member("form", form)
            $0.member("df", documentFrequency)
        }
    }
}

// MARK: Text

extension ParseReply {
    /// For people: the canonical form, the tree with what is known of each word, refusals and notices.
    package var text: String {
        var lines = ["canonical: \(query.canonical)"]
        tree?.addLines(to: &lines, indent: "")
        lines += refusals.map { "refused: \($0)" }
        lines += query.notices.map { "note: \($0.message)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ParseReply.Node {
    fileprivate func addLines(to lines: inout [String], indent: String) {
        let sign =
            switch role {
            case .required?: "+"
            case .excluded?: "-"
            case nil: ""
            }
        lines.append(indent + sign + text + facts)
        let below = indent + "  "
        if let forms { lines += Self.wrapped(forms.map { "\($0.form) \($0.documentFrequency)" }, indent: below) }
        for child in children { child.addLines(to: &lines, indent: below) }
    }

    private var facts: String {
        if refusedForms != nil { return ": refused" }
        guard !terms.isEmpty else { return "" }
        let frequency = terms[0].documentFrequency
        if let forms { return ": \(forms.count) spelling\(forms.count == 1 ? "" : "s"), in \(articles(frequency))" }
        if terms.count == 1 { return ": in \(articles(frequency))" }
        return ": " + terms.map { "\($0.term) in \(articles($0.documentFrequency))" }.joined(separator: ", ")
    }

    private func articles(_ count: Int) -> String { count == 1 ? "1 article" : "\(count) articles" }

    /// Items in lines of about a hundred characters.
    private static func wrapped(_ items: [String], indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for item in items {
            if !line.isEmpty, line.utf8.count + item.utf8.count > 100 {
                lines.append(indent + line + ",")
                line = ""
            }
            line += line.isEmpty ? item : ", " + item
        }
        return line.isEmpty ? lines : lines + [indent + line]
    }
}
