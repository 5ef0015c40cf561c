// SPDX-License-Identifier: Apache-2.0

/// What was probably meant by arguments that make no command.
enum UsageHint {
    /// - Parameters:
    ///   - arguments: those of the program.
    ///   - commands: names of its commands.
    /// - Returns: a line, or nil.
    static func hint(for arguments: [String], commands: [String]) -> String? {
        guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
        if !commands.contains(first) {
            let letters = Array(first.lowercased().unicodeScalars.prefix(16))
            let near = commands.filter { isOneEditAway(letters, Array($0.unicodeScalars)) }
            if near.isEmpty { return nil }
            return "There is no command “\(first)”. Did you mean \(near.map { "“\($0)”" }.joined(separator: " or "))?"
        }
        // `-a` and `-n` are options, and so is a minus alone an input.
        let isExclusion = { (argument: String) in
            argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.unicodeScalars.count > 2
        }
        guard let excluded = arguments.dropFirst().first(where: isExclusion) else { return nil }
        return "To leave articles out that have “\(excluded.dropFirst())”, put the whole query in quotes: "
            + "lede \(first) 'storm \(excluded)'. A query that begins with a minus goes behind --."
    }

    /// Whether a letter more, less or different, or two neighbours swapped, make one of the other.
    private static func isOneEditAway(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
        guard abs(a.count - b.count) <= 1 else { return false }
        let head = zip(a, b).prefix { $0 == $1 }.count
        let tail = zip(a.dropFirst(head).reversed(), b.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let (left, right) = (a.count - head - tail, b.count - head - tail)
        if left <= 1, right <= 1 { return true }
        return left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head]
    }
}
