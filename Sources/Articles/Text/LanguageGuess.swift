// SPDX-License-Identifier: Apache-2.0

/// Tells the language of an article by its script and, in Latin and Cyrillic letters, by its commonest words.
///
/// Function words make up a third to a half of running text in every language that has them, so a hundred words decide; a
/// headline of ten often does not, and is left without a language rather than with a wrong one.
enum LanguageGuess {
    /// Words looked at, at most.
    private static let wordLimit = 120
    /// Bytes looked at, at most.
    private static let byteLimit = 4_096

    /// A code of ISO 639-1 (`en`, `de`, `zh`); nil where the text does not tell. The body decides, or, where it has fewer
    /// than ten words, headline and captions with it.
    ///
    /// - Complexity: O(1).
    static func language(of article: Article) -> String? {
        var sample = Sample()
        sample.add(article.body)
        if sample.words < 10 {
            sample.add(article.title)
            for caption in article.captions { sample.add(caption) }
        }
        return sample.language
    }

    /// Counts of a text's scripts and common words.
    private struct Sample {
        private(set) var words = 0
        private var bytes = 0
        /// Of each common word the languages that have it.
        private var common: [UInt32] = []
        private var scripts: [Script: Int] = [:]

        mutating func add(_ text: String) {
            var word: UInt64 = 0
            var length = 0
            // The letters of `W7` and `3b` are no words: `w` and `b` would be some in Polish and Czech.
            var hasDigits = false
            // By bytes, since scalars, and characters more so, cost more than all the rest.
            let utf8 = text.utf8
            let span = utf8.span
            var at = 0
            while at < span.count {
                if words >= wordLimit || bytes >= byteLimit { return }
                bytes += 1
                var value = UInt32(span[at])
                at += 1
                if value < 0x80 {
                    let lower = value | 0x20
                    if 0x61...0x7A ~= lower {
                        word = length < 6 ? word << 11 | UInt64(lower) : .max
                        length += 1
                    } else if 0x30...0x39 ~= value {
                        hasDigits = true
                    } else {
                        close(&word, &length, &hasDigits)
                    }
                    continue
                }
                let further = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3
                value &= 0x3F >> UInt32(further)
                for _ in 0..<further where at < span.count {
                    value = value << 6 | UInt32(span[at] & 0x3F)
                    at += 1
                }
                guard isLetter(value) else {
                    close(&word, &length, &hasDigits)
                    continue
                }
                if value >= 0x370 { scripts[Script(value), default: 0] += 1 }
                word = length < 6 ? word << 11 | UInt64(lowercased(value) & 0x7FF) : .max
                length += 1
            }
            close(&word, &length, &hasDigits)
        }

        private mutating func close(_ word: inout UInt64, _ length: inout Int, _ hasDigits: inout Bool) {
            if length > 0 { words += 1 }
            if length > 0, length <= 5, !hasDigits {
                let mask = commonWords[word]
                if mask != 0 { common.append(mask) }
            }
            (word, length, hasDigits) = (0, 0, false)
        }

        var language: String? {
            if let script = scripts.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }),
                script.value * 2 > bytes / 2, let language = script.key.language(scripts)
            {
                return language
            }
            guard words >= 4 else { return nil }
            var counts = [Int](repeating: 0, count: languages.count)
            for mask in common {
                var rest = mask
                while rest != 0 {
                    counts[rest.trailingZeroBitCount] += 1
                    rest &= rest - 1
                }
            }
            // The two with most; of equals those that stand first.
            var (best, next) = counts[1] > counts[0] ? (1, 0) : (0, 1)
            for index in 2..<counts.count {
                if counts[index] > counts[best] {
                    (best, next) = (index, best)
                } else if counts[index] > counts[next] || counts[index] == counts[next] && index < next {
                    next = index
                }
            }
            let (first, second) = (UInt32(1) << UInt32(best), UInt32(1) << UInt32(next))
            // At least a seventh of the words are common ones of that language; of those that it does not share with the
            // next, as Danish and Norwegian share most, clearly more are its own.
            let own = common.count { $0 & first != 0 && $0 & second == 0 }
            let others = common.count { $0 & second != 0 && $0 & first == 0 }
            guard counts[best] >= 3, counts[best] * 7 >= words, own > 2 * others else { return nil }
            return languages[best].code
        }
    }

    private static func isLetter(_ value: UInt32) -> Bool {
        switch value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x1FFF, 0x2C00...0x2DFF,
            0x3040...0x30FF, 0x3400...0x9FFF, 0xA000...0xD7FF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Of Latin-1, Latin Extended-A and Cyrillic letters; of others the letter itself.
    private static func lowercased(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x41...0x5A, 0xC0...0xDE: value + 0x20
        case 0x100...0x137, 0x14A...0x177: value | 1
        case 0x139...0x148, 0x179...0x17E: value + value % 2
        case 0x410...0x42F: value + 0x20
        case 0x400...0x40F: value + 0x50
        default: value
        }
    }

    /// The scripts in which a language can be told, or nearly.
    private enum Script: Int {
        case greek, cyrillic, ukrainian, hebrew, arabic, persian, devanagari, bengali, tamil, thai, georgian, armenian, hangul
        case kana, han, other

        init(_ value: UInt32) {
            switch value {
            case 0x370...0x3FF: self = .greek
            case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457, 0x490, 0x491: self = .ukrainian
            case 0x400...0x52F: self = .cyrillic
            case 0x531...0x58F: self = .armenian
            case 0x590...0x5FF: self = .hebrew
            case 0x67E, 0x686, 0x698, 0x6A9, 0x6AF, 0x6CC: self = .persian
            case 0x600...0x6FF: self = .arabic
            case 0x900...0x97F: self = .devanagari
            case 0x980...0x9FF: self = .bengali
            case 0xB80...0xBFF: self = .tamil
            case 0xE00...0xE7F: self = .thai
            case 0x10A0...0x10FF: self = .georgian
            case 0x1100...0x11FF, 0xAC00...0xD7AF: self = .hangul
            case 0x3040...0x30FF: self = .kana
            case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .han
            default: self = .other
            }
        }

        /// Nil where words have to decide.
        func language(_ counts: [Script: Int]) -> String? {
            switch self {
            case .greek: "el"
            case .cyrillic, .ukrainian: nil
            case .hebrew: "he"
            case .arabic, .persian: counts[.persian, default: 0] * 20 > counts[.arabic, default: 0] ? "fa" : "ar"
            case .devanagari: "hi"
            case .bengali: "bn"
            case .tamil: "ta"
            case .thai: "th"
            case .georgian: "ka"
            case .armenian: "hy"
            case .hangul: "ko"
            // Japanese has kana in every sentence; a Chinese text has one in a name at most.
            case .kana: "ja"
            case .han: counts[.kana, default: 0] * 10 > counts[.han, default: 0] ? "ja" : "zh"
            case .other: nil
            }
        }
    }

    // MARK: Common words

    /// The languages told by words, and some dozens of the commonest of each, of up to five letters.
    private static let languages: [(code: String, words: String)] = [
        ("en", "the of and to in a is that it was for on are with as be by at from this have his he not but had or an they which she her were their been has will would there who said its after more when up one out about into than"),
        ("de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an er hat aus bei sie nach wird wie einen noch um dass bis oder am war sind über zum zur vom einem einer so vor durch haben nur aber wenn"),
        ("fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la aux avec son ses cette ont été mais leur comme ou nous elle deux même aussi ces entre était sa après fait sans être tout peut"),
        ("it", "di e il la che in a un per è una del non sono da con si le i della al come dei più anche ha nel alla su lo gli delle ma se dal o dalla ai stato dopo suo sua questo anni tra nella già hanno sul cui ed degli era"),
        ("es", "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre todo esta ser son dos fue era muy años hasta desde está mi porque qué han hay donde quien"),
        ("pt", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus nas esse"),
        ("nl", "de van het een en in is dat op te zijn met voor niet aan er om ook als dan bij maar nog door naar heeft uit hij of over ze worden wordt werd meer hun kan deze ik was had geen tot al die zich werd haar na wel moet"),
        ("sv", "och i att det som en på är av för med den till har de inte om ett han men var jag sig från vi så kan man när år under hon mot efter eller nu sin där vid mycket ska skulle också än blir hade här vara över mer ut"),
        ("da", "og i at det er en til af på for med den de som der har ikke et han men var sig fra vi så kan man når år om også efter eller nu hun mod ved blev skal ville være havde over mere ud op siger end bliver jeg sin"),
        ("no", "og i det er på som en til å av for at med de den har ikke et han men var seg fra vi så kan man når år om også etter eller nå hun mot ved ble skal ville være hadde over mer ut opp sier enn blir jeg sin"),
        ("fi", "ja on ei että oli se hän mutta ovat myös kun joka sen niin tai jo nyt vain voi mukaan kuin ole sekä jos siitä hänen mitä tämä sitä ne vielä olla noin ollut joten jotka yli tai ennen kanssa eli tässä ettei"),
        ("pl", "w i z na się do nie to że jest o jak za od po przez a są dla co ale był tym ma być oraz który tylko było może już ich tego jego także gdy pod czy ze jej przy lub które by tak jako roku bardzo"),
        ("cs", "a v se na je že s z do o to i pro ve jako za by si od po jsem ale k tak podle až jeho jen má už není byl kde které také který před mezi pak když ze při bude roku let nebo jsou bylo však než jeho"),
        ("hu", "a az és hogy nem is egy ez meg csak már volt van de ha mint el még azt ki be lesz akkor vagy aki kell fel sem majd amely szerint itt után most pedig lehet minden ezt arra ami több két azért le"),
        ("ro", "de și în a la cu că pe nu o un din care este pentru mai sau au fost ca se prin după fi ale ce dar este fi lui sunt al am cel cea lor această acest când doar iar până între într ani ea el îl o le"),
        ("tr", "ve bir bu da de için ile çok daha olarak en ne gibi sonra kadar var ise olan o ama değil her ki oldu diye yeni göre etti iki dedi ya mi ancak bunu ben hem biz bin veya olduğu ilk eden son"),
        ("id", "yang di dan itu dengan untuk tidak ini dari dalam akan pada juga ke karena oleh saat ada bisa telah para sudah saya atau lebih hari tahun orang kami mereka ia bagi kata satu dua anak secara"),
        ("ru", "и в не на что с по как он это к из у за от его для до же но а мы они она так был или бы было при ее если ли также чем года все уже о под во есть только еще после может быть"),
        ("uk", "і в не на що з та у до як за це його від він для про а є але по при ми вони вона так був або було її якщо чи також ніж року всі вже під які бути тільки ще після може"),
        ("bg", "и на в за да се от е са с не по че до като със а но ще при това го или към той те след бе ни как има между които който беше през само може над още тя"),
        ("ca", "de la i el que a en per els un les una del al amb es no ha és més com ho va dels van són seva seu aquest aquesta però fins també ja entre sobre han hi tot anys ser ara què sense després"),
        ("sr", "и у је да се на за од су са не као који а о али по то из ће до које што или би која након због код само још више бити је има пре био"),
    ]

    /// By word, eleven bits a letter: which languages have it, none for other words. A table of its own: the hash of a
    /// dictionary would cost as much as all the rest.
    private struct WordTable {
        private static let bits = 13
        private var words = [UInt64](repeating: 0, count: 1 << bits)
        private var masks = [UInt32](repeating: 0, count: 1 << bits)

        /// Where the word stands, or would.
        private func slot(_ word: UInt64) -> Int {
            var slot = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
            while words[slot] != word, words[slot] != 0 { slot = (slot + 1) & (words.count - 1) }
            return slot
        }

        subscript(word: UInt64) -> UInt32 {
            get { masks[slot(word)] }
            set {
                let slot = slot(word)
                words[slot] = word
                masks[slot] = newValue
            }
        }
    }

    private static let commonWords: WordTable = {
        var table = WordTable()
        for (index, language) in languages.enumerated() {
            for word in language.words.split(separator: " ") where word.unicodeScalars.count <= 5 {
                table[word.unicodeScalars.reduce(UInt64(0)) { $0 << 11 | UInt64(lowercased($1.value) & 0x7FF) }] |= 1 << UInt32(index)
            }
        }
        return table
    }()
}
