// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import Testing

/// The language of an article decides how its words become terms.
@Suite struct StemmingTests {
    @Test(arguments: [nil, "en", "EN", "en-GB", "en_US", "eng", "English", "und", "mul", "zxx", "", "default", "1", "xx-klingon"])
    func englishAndWhatNamesNoLanguage(_ language: String?) {
        #expect(Stemming(language: language) == .english)
    }

    @Test(arguments: ["de", "DE", "de-CH", "de_at", "ger", "zh-Hans", "zh", "ja", "fr", "German", "Deutsch", "中文", "enm", "e-n"])
    func everyOtherLanguage(_ language: String) {
        #expect(Stemming(language: language) == (language == "e-n" ? .english : .none))
    }
}
