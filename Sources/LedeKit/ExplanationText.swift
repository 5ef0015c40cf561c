// SPDX-License-Identifier: Apache-2.0

// MARK: JSON

extension ExplainReply {
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.member("archive", archive)
            json.member("generation", generation)
            json.key("query")
            query.append(to: &json)
            json.member("id", id)
            json.member("title", title)
            explanation.appendMembers(to: &json)
        }
        return json.text
    }
}

extension ArticleExplanation {
    func append(to json: inout JSONText) { json.object { appendMembers(to: &$0) } }

    fileprivate func appendMembers(to json: inout JSONText) {
        json.key("matches")
        json.value(isHit)
        json.key("score")
        json.value(score)
        if !isWithinDates {
            json.key("within_dates")
            json.value(false)
        }
        if !isOfSources {
            json.key("of_sources")
            json.value(false)
        }
        json.member("length", length)
        json.key("average_length")
        json.value(averageLength)
        json.member("articles", articleCount)
        json.key("k1")
        json.value(k1)
        json.key("b")
        json.value(b)
        json.key("tree")
        tree.append(to: &json)
    }
}

extension ArticleExplanation.Node {
    fileprivate func append(to json: inout JSONText) {
        json.object { json in
            json.member("type", type)
            json.member("text", text)
            json.member("role", role?.rawValue)
            json.key("matches")
            json.value(isMatched)
            json.member("frequency", frequency)
            if let weight {
                json.key("weight")
                json.value(weight)
            }
            if let contribution {
                json.key("contribution")
                json.value(contribution)
            }
            if !words.isEmpty {
                json.key("terms")
                json.array(words) { json, word in
                    json.object {
                        $0.member("term", word.term)
                        $0.member("df", word.documentFrequency)
                        $0.key("idf")
                        $0.value(word.idf)
                    }
                }
            }
            if !children.isEmpty {
                json.key("children")
                json.array(children) { $1.append(to: &$0) }
            }
        }
    }
}

// MARK: Text

extension ExplainReply {
    /// For people.
    package var text: String {
        var lines = ["\(title.isEmpty ? "(no headline)" : title) [\(id)]", "canonical: \(query.canonical)"]
        if explanation.isHit {
            lines.append("It matches, with a score of \(explanation.score).")
        } else {
            lines.append("It does not match.")
        }
        return (lines + explanation.lines).joined(separator: "\n") + "\n"
    }
}

extension ArticleExplanation {
    /// Whether each part of the query matches, what it adds to the score, and why.
    package var lines: [String] {
        var lines: [String] = []
        if !isWithinDates { lines.append("Its date is not one of those asked for beside the query.") }
        if !isOfSources { lines.append("Its source is not one of those asked for beside the query.") }
        lines.append("\(length) words, \(averageLength.rounded(to: 1)) on average; \(articleCount) articles; k1 \(k1), b \(b)")
        tree.addLines(to: &lines, indent: "")
        return lines
    }
}

extension ArticleExplanation.Node {
    fileprivate func addLines(to lines: inout [String], indent: String) {
        let share = contribution?.rounded(to: 6) ?? ""
        let column = String(repeating: " ", count: max(0, 10 - share.count)) + share
        let sign =
            switch role {
            case .required?: "+"
            case .excluded?: "-"
            case nil: ""
            }
        lines.append("\(isMatched ? "yes" : "no ") \(column)  \(indent)\(sign)\(text)\(facts)")
        for child in children { child.addLines(to: &lines, indent: indent + "  ") }
    }

    private var facts: String {
        var facts: [String] = []
        if let frequency { facts.append(frequency == 1 ? "once" : "\(frequency) times") }
        facts += words.map { "\($0.term) in \($0.documentFrequency) article\($0.documentFrequency == 1 ? "" : "s") (idf \($0.idf.rounded(to: 3)))" }
        if let weight { facts.append("weight \(Double(weight).rounded(to: 3))") }
        return facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    }
}

extension Double {
    /// With so many decimals.
    fileprivate func rounded(to decimals: Int) -> String {
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let number = (magnitude * power).rounded()
        guard number < 1e15 else { return "\(self)" }
        let (whole, rest) = Int(number).quotientAndRemainder(dividingBy: Int(power))
        let digits = String(rest)
        return (self < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }
}
