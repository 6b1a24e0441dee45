package lingdian.office.complaint;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.law.calendar.DueDate;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.Term;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.complaint.Complaint.Progress;
import lingdian.office.complaint.ComplaintStore.Done;
import lingdian.office.complaint.ComplaintStore.Linked;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** Registers complaints and takes officers' actions on them; each change and its entry in the access log, both or none. */
final class ComplaintService {
    /**
     * How long an office takes by its own rules: no law that we have read sets the days (《文化市场举报办理规范》 leaves them
     * open, and 12345 sends its own with each work order).
     */
    private static final Term ACCEPT = new Term(5, Term.Unit.WD);

    private static final Term ANSWER = new Term(20, Term.Unit.WD);
    private static final ZoneId ZONE = ChinaTime.ZONE;

    private final QueryPool pool;
    private final AccessLoggedChanges changes;
    private final ComplaintStore complaints;
    private final ComplaintTextStore texts;
    private final PresentCalendar calendar;
    private final InstantSource clock;

    ComplaintService(
            QueryPool pool,
            AccessLoggedChanges changes,
            ComplaintStore complaints,
            ComplaintTextStore texts,
            PresentCalendar calendar,
            InstantSource clock) {
        this.pool = pool;
        this.changes = changes;
        this.complaints = complaints;
        this.texts = texts;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * Until when a complaint is to be accepted and answered.
     *
     * @param given the day until which whoever passed it on wants the answer; null: the office's own
     */
    Future<Complaint.Dates> dates(Instant receivedAt, java.time.@Nullable LocalDate given) {
        return calendar.days(pool).map(days -> {
            var due = new DueDates(days, ZONE);
            DueDate.Day accept = (DueDate.Day) due.end(ACCEPT, receivedAt, List.of(), receivedAt);
            DueDate.Day answer = (DueDate.Day) due.end(ANSWER, receivedAt, List.of(), receivedAt);
            return new Complaint.Dates(
                    accept.date(),
                    given == null ? answer.date() : given,
                    accept.provisional() || given == null && answer.provisional());
        });
    }

    Future<Void> register(Account account, Complaint complaint, @Nullable Reporter reporter, String content) {
        Instant now = clock.instant();
        return changes.change(
                connection -> complaints
                        .register(connection, complaint)
                        .compose(done -> texts.write(connection, complaint.id(), reporter, content))
                        .compose(done -> texts.enter(
                                connection,
                                new Done(complaint.id(), 1, "register", now, account.id()),
                                new Linked(complaint.target(), ComplaintTarget.NONE),
                                null)),
                complaint.target().logged(entry(account, Action.REGISTER_COMPLAINT, complaint), "placeCode", "case"));
    }

    /** Takes an action. Fails with 409 where it is not open, somebody else was faster, or there may be no more of its kind. */
    Future<Void> act(Account account, Complaint complaint, int seen, ComplaintAction action) {
        if (seen != complaint.version()) {
            throw moved();
        }
        if (!complaint.progress().step().open().contains(action.wire())) {
            throw notOpen(complaint);
        }
        Instant now = clock.instant();
        return changes.change(connection -> linked(connection, account, complaint, action)
                .compose(placeCode -> move(connection, complaint, action, placeCode.orElse(null), now)
                        .map(moved -> links(complaint, action, placeCode.orElse(null))))
                .compose(links -> texts.room(connection, complaint.id(), account.id(), action)
                        .compose(room -> texts.answer(connection, complaint.id(), said(action)))
                        .compose(told -> texts.enter(
                                connection,
                                new Done(complaint.id(), seen + 1, action.wire(), now, account.id()),
                                links,
                                action.note()))
                        .map(entered -> handled(account, complaint, action, links))));
    }

    private static Linked links(Complaint complaint, ComplaintAction action, @Nullable PlaceCode placeCode) {
        if (!(action instanceof ComplaintAction.Link link)) {
            return Linked.NONE;
        }
        ComplaintTarget target = complaint.target().linkedTo(placeCode, link.caseId());
        return new Linked(target, complaint.target().replacedBy(target));
    }

    private static AccessEntry handled(Account account, Complaint complaint, ComplaintAction action, Linked links) {
        AccessEntry entry = entry(account, Action.HANDLE_COMPLAINT, complaint).with("action", action.wire());
        return links.former()
                .logged(links.target().logged(entry, "placeCode", "case"), "formerPlaceCode", "formerCase");
    }

    private Future<Void> move(
            SqlConnection connection,
            Complaint complaint,
            ComplaintAction action,
            @Nullable PlaceCode placeCode,
            Instant now) {
        UUID caseId = action instanceof ComplaintAction.Link link ? link.caseId() : null;
        return complaints
                .move(
                        connection,
                        complaint.id(),
                        complaint.version(),
                        after(complaint.progress(), action, now),
                        placeCode,
                        caseId)
                .map(moved -> {
                    if (!moved) {
                        throw moved();
                    }
                    return null;
                });
    }

    private static Progress after(Progress before, ComplaintAction action, Instant now) {
        return switch (action) {
            case ComplaintAction.Accept ignored -> new Progress(ComplaintStep.ACCEPTED, null, now, null);
            case ComplaintAction.Refuse refuse -> new Progress(ComplaintStep.REFUSED, refuse.reason(), now, now);
            case ComplaintAction.Answer ignored -> new Progress(ComplaintStep.ANSWERED, null, before.decidedAt(), now);
            case ComplaintAction.Link ignored -> before;
            case ComplaintAction.Comment ignored -> before;
        };
    }

    /** What the reporter is told; null: nothing. */
    private static @Nullable String said(ComplaintAction action) {
        return switch (action) {
            case ComplaintAction.Answer answer -> answer.text();
            case ComplaintAction.Refuse refuse -> refuse.text();
            case ComplaintAction.Accept ignored -> null;
            case ComplaintAction.Link ignored -> null;
            case ComplaintAction.Comment ignored -> null;
        };
    }

    /** The café of the link; a case must be one that the officer sees, of the same authority and the same café. */
    private Future<Optional<PlaceCode>> linked(
            SqlConnection connection, Account account, Complaint complaint, ComplaintAction action) {
        if (!(action instanceof ComplaintAction.Link link)) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<PlaceCode> cafe = Optional.ofNullable(link.placeCode());
        UUID caseId = link.caseId();
        return caseId == null
                ? Future.succeededFuture(cafe)
                : complaints
                        .cafeOfCase(
                                connection,
                                caseId,
                                complaint.owner().authority(),
                                account.scope().orElseThrow())
                        .map(found -> {
                            PlaceCode ofCase =
                                    found.orElseThrow(() -> Refused.body("/case", "expected a case of yours"));
                            PlaceCode meant = cafe.orElse(complaint.placeCode());
                            if (meant != null && !meant.equals(ofCase)) {
                                throw Refused.body("/case", "expected a case of the same café");
                            }
                            return Optional.of(ofCase);
                        })
                        .compose(ofCase -> complaints
                                .hasRoom(connection, caseId, complaint.id())
                                .map(room -> {
                                    if (!room) {
                                        throw tooMany();
                                    }
                                    return ofCase;
                                }));
    }

    private static Problem.Thrown tooMany() {
        return Refused.coded(
                409,
                "too-many",
                "A case follows up at most " + ComplaintStore.OF_CASE_MAX
                        + " complaints. Open another case of the café.");
    }

    private static Problem.Thrown moved() {
        return Refused.coded(409, "moved", "The complaint has been changed in the meantime: read it again.");
    }

    private static Problem.Thrown notOpen(Complaint complaint) {
        return Problem.of(409, "This action is not possible at the complaint's step.")
                .with("code", "not-open")
                .with("open", new JsonArray(complaint.progress().step().open()))
                .thrown();
    }

    private static AccessEntry entry(Account account, Action action, Complaint complaint) {
        return AccessEntry.done(account.actor(), action)
                .on(Subject.of(Subject.Kind.COMPLAINT, complaint.id()))
                .inRegion(complaint.owner().region());
    }
}
