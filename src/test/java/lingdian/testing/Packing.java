package lingdian.testing;

import java.util.List;

/** Packs days that are not over yet. No further records can be added to them. */
public final class Packing {
    /** All records, packed or not, as one text. */
    public static final String EVERY_RECORD = """
            SELECT string_agg(record::text, E'\\n' ORDER BY stream_number, seq) FROM (
              SELECT day, stream_number, seq, received_at, sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain,
                     release_number
              FROM lingdian.recorded) AS record
            """;

    /** All sealed texts, packed or not, as one text. */
    public static final String EVERY_TEXT = """
            SELECT string_agg(text::text, E'\\n' ORDER BY stream_number, seq, kind, ciphertext_hash) FROM (
              SELECT day, stream_number, seq, kind, ciphertext, ciphertext_hash FROM lingdian.sealed_text) AS text
            """;

    private Packing() {}

    /** Packs all days of a service. */
    public static void everything(RunningService service) throws Exception {
        service.sweepFigures();
        List<String> days = service.rows("SELECT DISTINCT day::text FROM lingdian.journal ORDER BY 1");
        try (var superuser = TestDatabase.superuser(service.database());
                var statement = superuser.createStatement()) {
            statement.execute("""
                    CREATE OR REPLACE FUNCTION packable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE
                    SET search_path FROM CURRENT AS 'SELECT up_to'
                    """);
            for (String day : days) {
                statement.execute("SELECT pack_day('" + day + "', now())");
            }
        }
    }
}
