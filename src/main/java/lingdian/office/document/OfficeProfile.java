package lingdian.office.document;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lingdian.domain.Authority;
import lingdian.law.course.DocumentKind;
import org.jspecify.annotations.Nullable;

/**
 * What documents say of the office that issues them.
 *
 * <p>Where a team is only entrusted with enforcement, its documents carry the bureau's name and seal (Administrative
 * Penalty Law, Art. 20), so the name here is the bureau's.
 *
 * @param name of the organ; empty where nobody has entered it
 * @param numbering of its documents
 */
public record OfficeProfile(
        String name,
        @Nullable String sealName,
        @Nullable String telephone,
        @Nullable String address,
        @Nullable String bank,
        @Nullable String reviewBody,
        @Nullable String court,
        Numbering numbering) {
    /**
     * How an office numbers its documents.
     *
     * @param area its character, such as 瑞; empty: none
     * @param word the beginning of each word, such as 文综
     * @param digits of the serial; 0: as many as it needs
     * @param words where a kind's word is not the usual one
     * @param filing the word of the filing (立案), under whose number a case is kept; null: the usual one
     */
    public record Numbering(
            String area,
            String word,
            int digits,
            Map<DocumentKind, String> words,
            @Nullable String filing) {
        /** Of the culture market's offices (文执字). None is known that all offices of the police use. */
        private static final String FILING_ENDING = "执";

        private static final Map<DocumentKind, String> ENDINGS = new EnumMap<>(Map.ofEntries(
                Map.entry(DocumentKind.INSPECTION_RECORD, "检"),
                Map.entry(DocumentKind.RECTIFICATION_ORDER, "改"),
                Map.entry(DocumentKind.INTERVIEW_NOTICE, "询通"),
                Map.entry(DocumentKind.INTERVIEW_RECORD, "询"),
                Map.entry(DocumentKind.EVIDENCE_PRESERVATION, "保"),
                Map.entry(DocumentKind.PRIOR_NOTICE, "罚告"),
                Map.entry(DocumentKind.SPOT_DECISION, "当罚"),
                Map.entry(DocumentKind.DECISION, "罚"),
                Map.entry(DocumentKind.SERVICE_RECEIPT, "送"),
                Map.entry(DocumentKind.TRANSFER_LETTER, "移"),
                Map.entry(DocumentKind.COMPLAINT_FORM, "举"),
                Map.entry(DocumentKind.CLOSING_REPORT, "结")));

        public Numbering {
            words = Map.copyOf(words);
        }

        /** The word of a kind: the office's own, or its word and the kind's usual ending. */
        String of(DocumentKind kind) {
            return words.getOrDefault(kind, word + ENDINGS.get(kind));
        }

        /** The word of filings; empty: the office has entered none, and its cases have no numbers. */
        Optional<String> ofFiling(Authority authority) {
            return filing == null && authority == Authority.CULTURE
                    ? Optional.of(word + FILING_ENDING)
                    : Optional.ofNullable(filing);
        }
    }

    /** Of an office that has entered none: its fields stay blank, and its documents are numbered all the same. */
    static OfficeProfile blank(Authority authority) {
        String word = switch (authority) {
            case CULTURE -> "文综";
            case PUBLIC_SECURITY -> "公网安";
        };
        return new OfficeProfile("", null, null, null, null, null, null, new Numbering("", word, 0, Map.of(), null));
    }

    DocumentFields fields() {
        var texts = new HashMap<String, String>();
        texts.put("officeName", name);
        texts.put("sealName", Objects.requireNonNullElse(sealName, name));
        texts.put("officeTelephone", telephone);
        texts.put("officeAddress", address);
        texts.put("bank", bank);
        texts.put("reviewBody", reviewBody);
        texts.put("court", court);
        texts.put("interviewPlace", address);
        texts.values().removeIf(value -> value == null || value.isEmpty());
        return new DocumentFields(texts, Map.of());
    }
}
