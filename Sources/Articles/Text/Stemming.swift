// SPDX-License-Identifier: Apache-2.0

/// How the words of an article become terms. Kept of every article by the segment that holds it: raw values are part of the
/// format.
package enum Stemming: UInt8, Sendable, CaseIterable {
    /// By their English stems.
    case english = 0
    /// As they are written, folded: of every other language.
    case none = 1

    /// What an article of a language gets. Without one, and with what is none (`und`, `default`), it is taken for English.
    ///
    /// - Parameter language: a code as given (`en-GB`, `de_CH`, `ger`) or the name of a language (`German`).
    package init(language: String?) {
        guard let language else {
            self = .english
            return
        }
        let primary = Array(language.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }).map { $0 | 0x20 }
        let isCode = (2...3).contains(primary.count) && primary.allSatisfy { (0x61...0x7A).contains($0) }
        let name = String(decoding: primary, as: UTF8.self)
        if isCode {
            self = Self.englishCodes.contains(name) || Self.undecided.contains(name) ? .english : .none
        } else {
            self = Self.otherNames.contains(language.lowercased()) ? .none : .english
        }
    }

    private static let englishCodes: Set<String> = ["en", "eng"]
    /// Codes of ISO 639 that name no language.
    private static let undecided: Set<String> = ["und", "mul", "zxx", "mis", "xx", "xxx"]

    /// In English and by themselves, those of `LanguageGuess`.
    private static let otherNames: Set<String> = [
        "german", "deutsch", "french", "français", "italian", "italiano", "spanish", "español", "castellano", "portuguese",
        "português", "dutch", "nederlands", "swedish", "svenska", "danish", "dansk", "norwegian", "norsk", "finnish", "suomi",
        "polish", "polski", "czech", "čeština", "hungarian", "magyar", "romanian", "română", "turkish", "türkçe",
        "indonesian", "russian", "русский", "ukrainian", "українська", "bulgarian", "български", "catalan", "català",
        "serbian", "српски", "greek", "ελληνικά", "hebrew", "עברית", "arabic", "العربية", "persian", "فارسی", "hindi",
        "bengali", "tamil", "thai", "georgian", "armenian", "korean", "한국어", "japanese", "日本語", "chinese", "中文",
    ]
}

extension Article {
    /// How its words become terms, by its language.
    package var stemming: Stemming { Stemming(language: language) }
}
