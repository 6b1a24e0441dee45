package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.CitizenNumber;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.inspection.SeatStore.Seats;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.PhotographStore;
import org.jspecify.annotations.Nullable;

/**
 * {@code /inspections/{id}/records/{placeCode}}: what officers record in one café, and its signatures (handbook,
 * enforcement.md#site-records).
 */
final class SiteRecordEndpoints {
    /** Clocks differ, and a visit begins before somebody writes it down. */
    private static final Duration AROUND = Duration.ofHours(1);

    private static final List<String> WRITTEN = List.of(
            "checkedAt",
            "person",
            "licences",
            "signs",
            "exits",
            "software",
            "hours",
            "minors",
            "present",
            "seatsTotal",
            "seats",
            "other");

    private final OfficeContext office;
    private final InspectionStore inspections;
    private final SiteRecordStore records;
    private final SeatStore seats;
    private final PhotographStore photographs;

    SiteRecordEndpoints(
            OfficeContext office, InspectionStore inspections, SiteRecordStore records, PhotographStore photographs) {
        this.office = office;
        this.inspections = inspections;
        this.records = records;
        this.seats = new SeatStore(office.pool());
        this.photographs = photographs;
    }

    /**
     * What was found may name people, so each reading is logged first. Whether the inspection still names the café does not
     * matter: row security shows another office the records of its own cases' cafés alone.
     */
    public Future<Reply> one(AuthorisedCall call) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> inspection(client, call)
                                .compose(found -> newest(client, call)
                                        .map(record -> new Read(found, record.orElseThrow(Refused::unknown)))))
                .compose(read -> office.log()
                        .append(logged(call, Action.READ_INSPECTION, read.inspection())
                                .with("what", "record"))
                        .map(Reply.ok(read.record()
                                .json()
                                .put("readOnly", !read.inspection().isOwn()))));
    }

    private record Read(Inspection inspection, SiteRecord record) {}

    /**
     * Where a person was registered at a moment of the inspection, to compare the seats with. Once the café has moved out of the
     * account's scope, the inspection stays, and who sits in the café does not concern its office any more.
     */
    public Future<Reply> seats(AuthorisedCall call) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> found(client, call)
                                .compose(found -> inspections
                                        .isVisible(client, call.placeCode())
                                        .map(visible -> {
                                            if (!visible) {
                                                throw Refused.unknown();
                                            }
                                            return found;
                                        })))
                .compose(found -> {
                    Instant at = Objects.requireNonNullElseGet(
                            call.instant("at"), () -> office.clock().instant());
                    refuseOutside(found, at, true);
                    return office.log()
                            .append(logged(call, Action.READ_INSPECTION, found).with("what", "seats"))
                            .compose(logged -> seats.at(call.placeCode(), at))
                            .map(known -> Reply.ok(json(known, at)));
                });
    }

    private static JsonObject json(Seats known, Instant at) {
        Instant heardUntil = known.heardUntil();
        return new JsonObject()
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("heardUntil", heardUntil == null ? null : Rfc3339.format(heardUntil, ChinaTime.ZONE))
                .put("registered", new JsonArray(known.registered()));
    }

    /** Writes a new version; its seats are compared with what the agent reported at that minute, while the café is in scope. */
    public Future<Reply> write(AuthorisedCall call) {
        JsonObject body = call.body();
        var entered = new JsonObject();
        WRITTEN.forEach(field -> entered.put(field, body.getValue(field)));
        refuseIdentityNumbers(entered);
        Instant checkedAt = BodyFields.instant(body, "checkedAt");
        return office.scoped()
                .read(call.account(), client -> found(client, call))
                .compose(found -> {
                    if (checkedAt != null) {
                        refuseOutside(found, checkedAt, false);
                    }
                    return withReported(call, entered, checkedAt);
                })
                .compose(content -> locked(
                        call,
                        (connection, found) -> outline(connection, call)
                                .compose(before -> records.add(connection, found.id(), next(call, before, content)))
                                .compose(added -> logged(connection, call, found, "record"))))
                .compose(written -> shown(call))
                .map(Reply::ok);
    }

    private Future<JsonObject> withReported(AuthorisedCall call, JsonObject content, @Nullable Instant checkedAt) {
        JsonArray checked = content.getJsonArray("seats");
        if (checked == null || checkedAt == null) {
            return Future.succeededFuture(content);
        }
        return office.scoped()
                .read(call.account(), client -> inspections.isVisible(client, call.placeCode()))
                .compose(visible -> visible
                        ? seats.at(call.placeCode(), checkedAt)
                        : Future.succeededFuture(SeatStore.Seats.UNKNOWN))
                .map(known -> {
                    checked.forEach(seat -> {
                        JsonObject one = (JsonObject) seat;
                        one.put("reported", known.reported(one.getString("terminal"), checkedAt));
                    });
                    return content;
                });
    }

    private SiteRecord next(AuthorisedCall call, Optional<RecordOutline> before, JsonObject content) {
        int seen = call.body().getInteger("version");
        int version = before.map(RecordOutline::version).orElse(0);
        if (before.filter(RecordOutline::signed).isPresent()) {
            throw signedByAll(version);
        }
        if (seen != version) {
            throw Problem.of(409, "The record has been changed in the meantime.")
                    .with("version", version)
                    .thrown();
        }
        return new SiteRecord(
                office.ids().get(),
                call.placeCode(),
                version + 1,
                now(),
                call.account().id(),
                content,
                List.of());
    }

    /** Under the version that the signer saw. The last signature chains the photos that there are. */
    public Future<Reply> sign(AuthorisedCall call) {
        SignatureRequest request = SignatureRequest.of(call.body());
        refuseIdentityNumbers(request.said());
        return locked(
                        call,
                        (connection, found) -> newest(connection, call)
                                .map(before -> before.orElseThrow(Refused::unknown))
                                .compose(record -> sign(connection, call, found, record, request)))
                .compose(signed -> shown(call))
                .map(Reply::created);
    }

    private Future<Void> sign(
            SqlConnection connection,
            AuthorisedCall call,
            Inspection found,
            SiteRecord record,
            SignatureRequest request) {
        refuseUnsignable(call, record, request);
        return signature(connection, call, request)
                .compose(signature -> keep(connection, call, found, record, signature));
    }

    private Future<SiteSignature> signature(SqlConnection connection, AuthorisedCall call, SignatureRequest request) {
        var by = call.account().id();
        Future<JsonObject> said = request.signer() == SiteSignature.Signer.OFFICER
                ? records.name(connection, by).map(name -> request.said().copy().put("name", name))
                : Future.succeededFuture(request.said());
        return said.map(
                all -> new SiteSignature(office.ids().get(), request.signer(), by, now(), all, request.drawing()));
    }

    private Future<Void> keep(
            SqlConnection connection,
            AuthorisedCall call,
            Inspection found,
            SiteRecord record,
            SiteSignature signature) {
        byte[] hash = office.vault().lastingContentMac(signed(record, signature));
        return records.sign(connection, record, signature, hash)
                .compose(kept -> outline(connection, call))
                .compose(after -> after.filter(RecordOutline::signed).isPresent()
                        ? photographs.seal(connection, found.id(), found.authority())
                        : Future.succeededFuture())
                .compose(chained -> office.log()
                        .append(
                                connection,
                                logged(call, Action.CHANGE_INSPECTION, found)
                                        .with("what", "sign")
                                        .with("hash", HexFormat.of().formatHex(hash))));
    }

    private static void refuseUnsignable(AuthorisedCall call, SiteRecord record, SignatureRequest request) {
        if (record.isSigned()) {
            throw signedByAll(record.version());
        }
        if (record.version() != request.version()) {
            throw Problem.of(409, "The record has been changed since you saw it.")
                    .with("version", record.version())
                    .thrown();
        }
        boolean officer = request.signer() == SiteSignature.Signer.OFFICER;
        boolean again = record.signatures().stream()
                .anyMatch(one -> officer
                        ? one.isOfficers()
                                && one.account().equals(call.account().id())
                        : !one.isOfficers());
        if (again) {
            throw Refused.with(
                    409,
                    officer
                            ? "You have signed this version already."
                            : "The café's side has signed or refused already.");
        }
    }

    private static byte[] signed(SiteRecord record, SiteSignature signature) {
        String all = record.id() + "\n" + record.content() + "\n" + signature.said() + "\n" + signature.drawing();
        return all.getBytes(StandardCharsets.UTF_8);
    }

    private interface Writing {
        Future<?> write(SqlConnection connection, Inspection found);
    }

    private Future<Void> locked(AuthorisedCall call, Writing writing) {
        InspectionId id = call.id(InspectionId::new);
        return office.scoped()
                .read(call.account(), client -> found(client, call))
                .compose(seen -> office.pool()
                        .withTransaction(connection -> inspections
                                .lock(connection, id)
                                .compose(locked -> found(connection, call))
                                .map(Inspection::writable)
                                .compose(found -> {
                                    if (found.entered().closed()) {
                                        throw Refused.with(
                                                409, "The inspection is closed: only corrections can be added.");
                                    }
                                    return writing.write(connection, found);
                                })))
                .mapEmpty();
    }

    /** The inspection, if the account may see it, it names the café, and it is not erased. */
    private Future<Inspection> found(SqlClient client, AuthorisedCall call) {
        PlaceCode cafe = call.placeCode();
        return inspection(client, call).map(found -> {
            if (!found.entered().visited().placeCodes().contains(cafe)) {
                throw Refused.unknown();
            }
            return found;
        });
    }

    private Future<Inspection> inspection(SqlClient client, AuthorisedCall call) {
        return inspections
                .find(client, call.account(), call.id(InspectionId::new))
                .map(found -> found.orElseThrow(Refused::unknown).unerased());
    }

    private Future<Optional<SiteRecord>> newest(SqlClient client, AuthorisedCall call) {
        return records.find(client, call.id(InspectionId::new), call.placeCode());
    }

    private Future<Optional<RecordOutline>> outline(SqlClient client, AuthorisedCall call) {
        return records.outline(client, call.id(InspectionId::new), call.placeCode());
    }

    private Future<JsonObject> shown(AuthorisedCall call) {
        return office.scoped()
                .read(call.account(), client -> newest(client, call))
                .map(found -> found.orElseThrow(Refused::unknown).json());
    }

    /** So that nobody looks at a café's seats at a time at which no officer was there. */
    private void refuseOutside(Inspection found, Instant at, boolean query) {
        Instant begins = Objects.requireNonNullElse(found.entered().startedAt(), found.createdAt());
        Instant ended = Objects.requireNonNullElse(
                found.entered().endedAt(), office.clock().instant());
        if (at.isBefore(begins.minus(AROUND)) || at.isAfter(ended.plus(AROUND))) {
            String expected = "expected a time of the inspection, or at most an hour around it";
            throw query ? Refused.parameter("at", expected) : Refused.body("/checkedAt", expected);
        }
    }

    /** A record is printed, and no paper bears a person's number unless an unmasking was granted. */
    private static void refuseIdentityNumbers(JsonObject entered) {
        String found = identityNumber(entered);
        if (found != null) {
            throw Refused.body(found, "must not hold an identity number");
        }
    }

    /** A pointer to the first one within a value; null where there is none. It is built on the way back, for most values have none. */
    private static @Nullable String identityNumber(@Nullable Object value) {
        if (value instanceof String text) {
            return CitizenNumber.occursIn(text) ? "" : null;
        }
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> one : object) {
                String within = identityNumber(one.getValue());
                if (within != null) {
                    return "/" + one.getKey() + within;
                }
            }
        }
        if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                String within = identityNumber(array.getValue(i));
                if (within != null) {
                    return "/" + i + within;
                }
            }
        }
        return null;
    }

    private static Problem.Thrown signedByAll(int version) {
        return Problem.of(409, "The record is signed by all, and can no longer be changed.")
                .with("version", version)
                .thrown();
    }

    private Instant now() {
        return office.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Future<Void> logged(SqlConnection connection, AuthorisedCall call, Inspection found, String what) {
        return office.log()
                .append(
                        connection,
                        logged(call, Action.CHANGE_INSPECTION, found).with("what", what));
    }

    private static AccessEntry logged(AuthorisedCall call, Action action, Inspection found) {
        return call.done(action)
                .on(Subject.of(found.id()))
                .inRegion(found.region())
                .with("for", call.placeCode().value());
    }
}
