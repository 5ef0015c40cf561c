// SPDX-License-Identifier: Apache-2.0

/// The words that random articles are made of.
package enum RandomVocabulary {
    /// Families of one stem, words that look like another's form, hyphens, acronyms, numbers, accents, other scripts.
    static let words: [String] =
        """
        gate gates gated gating Gates gate's minister ministers ministerial ministry nation nations national nationally
        united unite unites state states stated stateowned state-owned owned own owns owner policy policies police
        run runs running runner organ organs organize organization organizing general generally generous
        us US U.S. U.N. UN un it IT who WHO NATO AT&T C++ the of in a to and or not near
        new news long-term longterm long term twenty-one co-operate cooperate cooperation well-known mother-in-law
        gate-s 9/11 3.5% $1,200 1200 2019 1916 79th 0.5 café cafe cafés Müller Muller naïve façade
        O'Brien don't dont l'état Київ новини 東京 東京都 京都 都 中国 中国人民 人民中国 人 が東 A股 A股东 relate related relation relations relative relatively
        harbour harbours harbor storm storms stormy stormed vote votes voting voter voters election elect elected
        water waters watered river rivers flood floods flooded flooding price prices priced pricing market markets
        skis skies sky dying die dies news-stand e-mail email vice-president president presidential x-ray
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    /// Queries in scripts without spaces: one character, two, more, in quotes, after stars, beside other letters.
    static let characters = [
        "人", "中", "国", "都", "が", "中国", "人民", "京都", "東京", "中国人", "人民中国", "東京都", "\"中国\"", "\"東京都\"", "\"中国 人民\"",
        "=都", "*京*", "人民*", "A股", "\"A股\"", "\"人 民\"", "\"中国 * 国\"", "STEM(\"A股 東\")", "中国人民中国",
    ]

    /// Words that no text has, but some of whose stems or beginnings one has.
    static let absent = ["zebra", "zebras", "unrelatedly", "gateway", "ministering", "stat", "zz-top", "nationalise"]

    static let sources = ["Lede Times", "The Gazette", "Reuters-Kyodo", "lede times", "Times", "Le Café"]
    static let places = ["London", "New York", "Washington, D.C.", "Winston-Salem", "london"]
    static let tags = ["oil prices", "Elections", "oil", "state-owned firms", "New York", "prices"]
    package static let languages = ["en", "de", "de-CH", "EN", "fr", "zh", "und"]
    static let sections = ["World", "Home News", "Sport", "Arts & Books", "world"]
    static let bylines = [
        "By Anna Müller", "J. O'Brien and A. Smith", "Anna Smith", "Staff", "Ann-Marie Jones", "by staff writers",
    ]
}
