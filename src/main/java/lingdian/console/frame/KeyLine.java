package lingdian.console.frame;

import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.KeyChange;

/**
 * A line about what happened to a café's keys or codes.
 *
 * @param issuer of the code; empty: it is about a key
 */
public record KeyLine(String placeCode, String name, OffsetDateTime at, String change, String issuer) {
    /**
     * The newest of one café, or of all that the reader sees, the newest first; none where the reader is not told of them.
     *
     * @param most how many about keys, and how many about codes, which would bury those of keys
     */
    public static Future<List<KeyLine>> newest(PageCall call, String placeCode, int most) {
        if (!call.may(EnrolmentCalls.CHANGES)) {
            return Future.succeededFuture(List.of());
        }
        Future<List<KeyChange>> keys = call.ask(EnrolmentCalls.changes(placeCode, "keys", most));
        Future<List<KeyChange>> codes = call.ask(EnrolmentCalls.changes(placeCode, "codes", most));
        return Future.all(keys, codes)
                .map(both -> Stream.of(keys.result(), codes.result())
                        .flatMap(List::stream)
                        .map(KeyLine::of)
                        .sorted(Comparator.comparing(KeyLine::at).reversed())
                        .toList());
    }

    private static KeyLine of(KeyChange one) {
        return new KeyLine(
                one.placeCode(), one.name(), one.at(), one.change(), one.issuer() == null ? "" : one.issuer());
    }
}
