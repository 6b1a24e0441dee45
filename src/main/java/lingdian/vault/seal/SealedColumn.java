package lingdian.vault.seal;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of texts that the ring's keys seal, with SQL over its row for the place to which each text is bound.
 *
 * <p>All of them are in one list, rather than each with the store that writes it, because a key may only be retired
 * when no stored text needs it any more: the texts of a forgotten column would be lost. A test compares the list with
 * the schema.
 *
 * @param placeCode of {@link SealedRef}, as are the next three
 * @param portion the number of texts sealed again in one transaction, small for files of megabytes
 */
public record SealedColumn(
        String table, String column, String placeCode, String stream, String seq, String kind, int portion) {
    private static final int TEXTS = 200;
    private static final int FILES = 4;
    private static final String NO_CAFE = "''";

    /** Texts that outlive a key and are sealed again with the one in use. */
    public static final List<SealedColumn> RESEALED = List.of(
            text("attachment", "name", NO_CAFE, "owner", "number", "'file-name'"),
            text("attachment", "content_key", NO_CAFE, "owner", "number", "'file-key'"),
            text("case_action", "note", "place_code", "case_id", "number", "'case-action-note'"),
            text("case_action", "particulars", "place_code", "case_id", "number", "'case-action-particulars'"),
            text("case_file", "officers", "place_code", "id", "0", "'case-officers'"),
            text("case_file", "demand", "place_code", "id", "0", "'case-demand'"),
            text("case_document", "content_key", NO_CAFE, "id", "0", "'case-document-key'"),
            file("case_document", "page", NO_CAFE, "id", "0", "'case-document-page'"),
            text("case_document", "void_reason", NO_CAFE, "id", "0", "'case-document-void'"),
            text("case_step", "note", "place_code", "violation_id", "number", "'case-note'"),
            text("case_step", "found", "place_code", "violation_id", "number", "'case-found'"),
            text("complaint_entry", "note", NO_CAFE, "complaint_id", "number", "'complaint-note'"),
            text("complaint_text", "answer", NO_CAFE, "complaint_id", "0", "'complaint-answer'"),
            text("complaint_text", "content", NO_CAFE, "complaint_id", "0", "'complaint-content'"),
            text("complaint_text", "reporter", NO_CAFE, "complaint_id", "0", "'complaint-reporter'"),
            text("draw", "officers", NO_CAFE, "id", "0", "'draw-officers'"),
            text("inspection_version", "content", NO_CAFE, "inspection_id", "version", "'inspection'"),
            text(
                    "inspection_correction",
                    "note",
                    NO_CAFE,
                    "inspection_id",
                    "floor(extract(epoch FROM at))",
                    "'inspection-correction'"),
            file(
                    "kept_bundle",
                    "bundle",
                    "(SELECT violation.place_code FROM violation WHERE violation.id = violation_id)",
                    "violation_id",
                    "0",
                    "'bundle'"),
            file(
                    "kept_bundle",
                    "cafe_bundle",
                    "(SELECT violation.place_code FROM violation WHERE violation.id = violation_id)",
                    "violation_id",
                    "0",
                    "'cafe-bundle'"),
            text(
                    "kept_text",
                    "resealed",
                    "(SELECT stream.place_code FROM stream WHERE stream.number = stream_number)",
                    "(SELECT stream.stream FROM stream WHERE stream.number = stream_number)",
                    "seq",
                    "kind"),
            text("legal_hold", "reason", NO_CAFE, "id", "0", "'legal-hold-reason'"),
            text("legal_hold", "lifting_reason", NO_CAFE, "id", "0", "'legal-hold-lifting-reason'"),
            text("notification_target", "url", NO_CAFE, "id", "0", "'notification-url'"),
            text("notification_target", "secret", NO_CAFE, "id", "0", "'notification-secret'"),
            text("objection", "statement", "violation_id::text", "id", "0", "'objection'"),
            text("objection_answer", "text", "authority", "objection_id", "0", "'objection-answer'"),
            text("office_message", "text", NO_CAFE, "id", "0", "'message'"),
            file("photo_thumbnail", "content", NO_CAFE, "attachment", "0", "'photo-thumbnail'"),
            text("record_request", "legal_basis", NO_CAFE, "id", "0", "'record-request-basis'"),
            text("record_request", "reason", NO_CAFE, "id", "0", "'record-request-reason'"),
            text("roster_duty", "contacts", NO_CAFE, "id", "0", "'roster-contacts'"),
            text("roster_duty", "name", NO_CAFE, "id", "0", "'roster-name'"),
            text("safety", "officer", "place_code", "version", "0", "'safety-officer'"),
            text("second_factor", "sealed", NO_CAFE, "account", "0", "'second-factor'"),
            text("site_record", "content", NO_CAFE, "id", "0", "'site-record'"),
            text("site_signature", "content", NO_CAFE, "id", "0", "'site-signature'"),
            file("site_signature", "drawing", NO_CAFE, "id", "0", "'site-signature-drawing'"),
            text("unmasking", "reason", NO_CAFE, "id", "0", "'unmasking-reason'"));

    /** Columns that move with the person's token: {@code RegistryMove}. */
    public static final List<String> OF_THE_REGISTRY =
            List.of("registered_person.sealed", "registered_person.state_reason");

    /**
     * Columns that are never sealed again, because a hash chain covers the ciphertext. Their key is needed until the
     * day is dropped.
     */
    public static final List<String> AS_RECORDED = List.of("access_log.reason", "sealed.ciphertext");

    /** All sealed columns, as {@code table.column}. */
    public static List<String> all() {
        return Stream.of(RESEALED.stream().map(SealedColumn::toString).toList(), OF_THE_REGISTRY, AS_RECORDED)
                .flatMap(List::stream)
                .toList();
    }

    /** The beginning of a ciphertext: a byte 1 and the number of the key that sealed it. */
    public static byte[] prefix(int key) {
        return VaultAead.prefix(key);
    }

    private static SealedColumn text(
            String table, String column, String placeCode, String stream, String seq, String kind) {
        return new SealedColumn(table, column, placeCode, stream, seq, kind, TEXTS);
    }

    private static SealedColumn file(
            String table, String column, String placeCode, String stream, String seq, String kind) {
        return new SealedColumn(table, column, placeCode, stream, seq, kind, FILES);
    }

    @Override
    public String toString() {
        return table + "." + column;
    }
}
