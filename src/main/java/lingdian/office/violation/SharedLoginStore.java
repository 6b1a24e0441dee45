package lingdian.office.violation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.law.judge.Code;
import lingdian.platform.database.RowStream;
import lingdian.platform.text.Rfc3339;

/**
 * Where the logins were that a finding of a shared document rests on: an officer has to know which two seats to go to.
 *
 * <p>Read as the service, since no reader may see who used which terminal; so it is used only for a violation that the
 * reader's scope has shown, and tells only of events that its evidence shows to that reader.
 */
final class SharedLoginStore {
    private static final String OF_THE_PERSON = """
            SELECT other.place_code, cafe.name, stream.stream, other.login_seq, other.terminal, other.started_at
            FROM session AS own
              JOIN LATERAL (
                SELECT * FROM session WHERE token = own.token AND NOT apart
                UNION ALL SELECT * FROM session WHERE token = own.token AND apart) AS other
                ON coalesce(other.ended_at, 'infinity'::timestamptz) >= own.started_at AND other.started_at <= own.started_at
              JOIN stream ON stream.number = other.stream_number
              JOIN cafe ON cafe.place_code = other.place_code
            WHERE own.place_code = $1 AND own.session = $2
            ORDER BY other.started_at, other.place_code, other.session
            """;

    private final SqlClient service;

    SharedLoginStore(SqlClient service) {
        this.service = service;
    }

    private record Login(String placeCode, String cafe, String stream, long seq, String terminal, Instant at) {
        static Login of(Row row) {
            return new Login(
                    row.getString("place_code"),
                    row.getString("name"),
                    row.getUUID("stream").toString(),
                    row.getLong("login_seq"),
                    row.getString("terminal"),
                    row.getOffsetDateTime("started_at").toInstant());
        }

        /** Whether a part of the evidence shows its event; one from elsewhere names no café and no event. */
        boolean isShownBy(JsonNode evidence) {
            return placeCode.equals(evidence.path("placeCode").asText())
                    && stream.equals(evidence.path("stream").asText())
                    && numbers(evidence).contains(seq);
        }

        private static List<Long> numbers(JsonNode evidence) {
            return evidence.path("seq").valueStream().map(JsonNode::asLong).toList();
        }

        ObjectNode json(ObjectNode json) {
            return json.put("seq", seq).put("terminal", terminal).put("startedAt", Rfc3339.format(at, ChinaTime.ZONE));
        }
    }

    /** Adds its logins to each part of the evidence; of other findings nothing is added. */
    Future<ObjectNode> add(ObjectNode violation) {
        return violation.path("code").asText().equals(Code.IDENTITY_SHARED.name())
                ? service.preparedQuery(OF_THE_PERSON)
                        .execute(Tuple.of(
                                violation.path("placeCode").asText(),
                                violation.path("session").asText()))
                        .map(rows ->
                                add(violation, RowStream.of(rows).map(Login::of).toList()))
                : Future.succeededFuture(violation);
    }

    private static ObjectNode add(ObjectNode violation, List<Login> logins) {
        for (JsonNode part : violation.path("evidence")) {
            List<Login> shown =
                    logins.stream().filter(one -> one.isShownBy(part)).toList();
            if (!shown.isEmpty()) {
                ArrayNode array =
                        ((ObjectNode) part).put("cafe", shown.getFirst().cafe()).putArray("logins");
                shown.forEach(one -> one.json(array.addObject()));
            }
        }
        return violation;
    }
}
