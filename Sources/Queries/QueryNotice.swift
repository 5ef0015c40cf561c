// SPDX-License-Identifier: Apache-2.0

/// Something the reader should know about how the query was read. Under `--strict` it is an error.
package struct QueryNotice: Sendable, Equatable {
    package var code: QueryNoticeCode
    /// UTF-8 byte offsets of the place in the input.
    package var range: Range<Int>
    /// What the message speaks of: the characters of the place, or a better spelling.
    package var subject: String

    package init(code: QueryNoticeCode, range: Range<Int>, subject: String) {
        self.code = code
        self.range = range
        self.subject = subject
    }

    /// The place in Unicode scalars of `input`, the string that was parsed.
    package func scalarRange(in input: String) -> Range<Int> { input.scalarRange(ofUTF8: range) }
}

extension String {
    /// The Unicode scalars that `range`, in UTF-8 bytes, covers; cut to the string.
    func scalarRange(ofUTF8 range: Range<Int>) -> Range<Int> {
        func scalarOffset(_ offset: Int) -> Int {
            let index = utf8.index(utf8.startIndex, offsetBy: min(offset, utf8.count))
            return unicodeScalars.distance(from: unicodeScalars.startIndex, to: index)
        }
        return scalarOffset(range.lowerBound)..<scalarOffset(range.upperBound)
    }
}

/// What a notice is about; the raw value is the `code` of the JSON output and stays as it is.
package enum QueryNoticeCode: String, Sendable, CaseIterable {
    // Operators
    case lowercaseOr = "lowercase-or"
    case missingOperand = "missing-operand"
    case doubleNegation = "double-negation"
    case plusOutsideAny = "plus-outside-any"
    case plusInsideOperator = "plus-inside-operator"
    case straySign = "stray-sign"
    case foldedDash = "folded-dash"
    // Proximity
    case badDistance = "bad-distance"
    case badNumber = "bad-number"
    case badSlop = "bad-slop"
    case liftedFromProximity = "lifted-from-proximity"
    case andInsideProximity = "and-inside-proximity"
    case boostInsideProximity = "boost-inside-proximity"
    // Groups and quotes
    case emptyGroup = "empty-group"
    case openGroup = "open-group"
    case strayParenthesis = "stray-parenthesis"
    case emptyQuotes = "empty-quotes"
    case openQuotes = "open-quotes"
    case stemWithoutQuotes = "stem-without-quotes"
    // Fields and dates
    case unknownField = "unknown-field"
    case emptyField = "empty-field"
    case caseInField = "case-in-field"
    case badDate = "bad-date"
    case reversedDates = "reversed-dates"
    // Words
    case allCapitals = "all-capitals"
    case dottedLowercase = "dotted-lowercase"
    case badBoost = "bad-boost"
    case strayWildcard = "stray-wildcard"
    case wildcardInQuotes = "wildcard-in-quotes"
    // Not there yet, or another search engine's
    case wildcardCut = "wildcard-cut"
    case badFuzzy = "bad-fuzzy"
    case badExpression = "bad-expression"
    case otherDialect = "other-dialect"
    /// The last notice, where there would be more than ``QueryParser/maximumNotices``.
    case moreNotices = "more-notices"
}

extension QueryNotice {
    /// One or two sentences in plain words, made on demand so that parsing does not pay for them.
    package var message: String {
        switch code {
        case .lowercaseOr:
            "\"or\" between two words is read as OR. For the word itself write \"or\" in quotes."
        case .missingOperand:
            "\(subject) needs something to search for on both sides (NOT: on its right); it is left out."
        case .doubleNegation:
            "Two negations cancel each other: this part is required."
        case .plusOutsideAny:
            "\"+\" changes nothing here: every word is required, unless it stands inside ANY(...)."
        case .plusInsideOperator:
            "\"+\" is left out here: only a whole clause of ANY(...) can be required, not one side of AND or OR."
        case .straySign:
            "\"\(subject)\" does not stand directly before a word: it is left out. To exclude a word write -word."
        case .foldedDash:
            "This dash is read as \"-\": the word after it is excluded. To search for the word put a space between."
        case .emptyGroup:
            "There is nothing between these parentheses; they are left out."
        case .openGroup:
            "This parenthesis is never closed; it is taken to reach to the end."
        case .strayParenthesis:
            "This parenthesis closes nothing; it is left out."
        case .emptyQuotes:
            "There is no word between these quotes; they are left out."
        case .openQuotes:
            "This quote is never closed; it is taken to reach to the end."
        case .stemWithoutQuotes:
            "STEM(...) is for quoted phrases: without quotes the words may stand apart. Write STEM(\"...\")."
        case .unknownField:
            unknownFieldMessage
        case .emptyField:
            "\"\(subject):\" is read as a word. To search in that field leave no space after the colon."
        case .caseInField:
            "Source, section, byline, place and tag are searched in any letter case; \"=\" and the dots change nothing here."
        case .badDate:
            "\"\(subject)\" is not a date Lede can read; it is read as text. Write date:2019, date:2019-03-04 or "
                + "date:2019-03..2019-05."
        case .reversedDates:
            "The range ends before it begins; it is read the other way round."
        case .allCapitals:
            "\"\(subject)\" is found in any letter case. For capitals only write =\(subject)."
        case .dottedLowercase:
            "\"\(subject)\" is found in any letter case and without the dots. For capitals only write "
                + "\(subject.uppercased())."
        case .badBoost:
            "\"^\" is left out: it takes a number from 0.001 to 1000 directly after a word, quote or parenthesis."
        case .strayWildcard:
            "\"*\" needs the beginning of a word directly before it; it is left out."
        case .wildcardInQuotes:
            "Inside quotes a \"*\" can only stand alone between two words, for any word; this one is left out."
        case .badDistance:
            "\(subject) is read as the nearest distance there is: 1 to \(NearReach.maximumWords) words. "
                + "For farther ones write W/P, the same paragraph."
        case .badNumber:
            "The number of \(subject) is out of range; the nearest one possible is taken."
        case .badSlop:
            "\"~\" is left out here: after a quoted phrase it takes a number up to \(NearReach.maximumWords)."
        case .liftedFromProximity:
            "Dates, sources and what NOT excludes cannot be near a word; beside \(subject) they apply to the whole article."
        case .andInsideProximity:
            "AND inside an alternative here means near each other too; what cannot be near is left out."
        case .boostInsideProximity:
            "\"^\" inside is left out: words near each other score as one. Write it after the parenthesis around them."
        case .wildcardCut:
            "Wildcards stand in single words of letters and digits; \"\(subject)\" is read as far as that goes."
        case .badFuzzy:
            "\"~\" is left out here: after a single word it takes the number of letters that may differ, 1 or 2."
        case .badExpression:
            "What is inside RE(...) is no regular expression, or too large a one; it is left out."
        case .otherDialect:
            "\"\(subject)\" is an operator elsewhere, but not here, and is read as text." + (dialectAdvice ?? "")
        case .moreNotices:
            "There are more places like these; only the first \(QueryParser.maximumNotices) are listed."
        }
    }

    private var unknownFieldMessage: String {
        let nearest = FieldName.nearest(to: subject).map { " Did you mean \"\($0):\"?" } ?? ""
        return "There is no field \"\(subject)\"; it is read as text." + nearest
    }

    private var dialectAdvice: String? {
        let bytes = Array(subject.utf8)
        if bytes.last == UInt8(ascii: "!") { return " For all words that begin so write \(subject.dropLast())*." }
        if bytes.first == UInt8(ascii: "!") { return " To exclude a word write -\(subject.dropFirst())." }
        if let equals = subject.firstIndex(of: "="), equals != subject.startIndex {
            return " Write \(subject[..<equals]):\(subject[subject.index(after: equals)...])."
        }
        return nil
    }
}
