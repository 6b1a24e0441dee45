package lingdian.console.frame;

import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.KeyChange;

/**
 * A line about what happened to a café's keys or codes.
 *
 * @param issuer of the code; empty: it is about a key
 */
public record KeyLine(String placeCode, String name, OffsetDateTime at, String change, String issuer) {
    /** The newest of one café, or of all that the reader sees; none where the reader is not told of them. */
    public static Future<List<KeyLine>> newest(PageCall call, String placeCode, int most) {
        return call.may(EnrolmentCalls.CHANGES)
                ? call.ask(EnrolmentCalls.changes(placeCode, most))
                        .map(found -> found.stream().map(KeyLine::of).toList())
                : Future.succeededFuture(List.of());
    }

    private static KeyLine of(KeyChange one) {
        return new KeyLine(
                one.placeCode(), one.name(), one.at(), one.change(), one.issuer() == null ? "" : one.issuer());
    }
}
