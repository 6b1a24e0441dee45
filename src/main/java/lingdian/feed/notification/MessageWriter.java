package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.feed.notification.NoticeStore.CaseChange;
import lingdian.feed.notification.NoticeStore.ViolationChange;
import lingdian.feed.notification.OutboxStore.LeasedMessage;
import lingdian.feed.notification.OutboxStore.Target;
import lingdian.law.hours.Area;

/** Writes messages from what their accounts may see at the time of an attempt. */
final class MessageWriter {
    private final NoticeStore notices = new NoticeStore();
    private final ReminderStore reminders = new ReminderStore();
    private final WaitingRequests requests;
    private final Messages messages;
    private final CaseMessages caseMessages;
    private final ReminderMessages reminderMessages;
    private final InstantSource clock;

    MessageWriter(Notifications.Texts texts, WaitingRequests requests, InstantSource clock) {
        this.requests = requests;
        this.messages = new Messages(texts.publicUrl(), texts.regions());
        this.caseMessages = new CaseMessages(texts.publicUrl());
        this.reminderMessages = new ReminderMessages(texts.publicUrl());
        this.clock = clock;
    }

    /** Writes what an account may see now. */
    interface Writing {
        WebhookRequest request(URI url, Wording wording, Instant now);
    }

    /** Empty if the account may see nothing of it. */
    Future<Optional<Writing>> write(LeasedMessage taken, Scope scope, SqlClient client) {
        Format format = taken.target().format();
        String secret = taken.target().secret();
        return switch (taken.topic()) {
            case VIOLATIONS ->
                notices.changes(client, scope, taken.positions())
                        .map(changes -> changes.isEmpty()
                                ? Optional.empty()
                                : Optional.of((url, wording, now) ->
                                        messages.of(format, url, secret, wording, notice(taken, changes), now)));
            case CASES ->
                notices.caseChanges(client, scope, taken.positions())
                        .map(changes -> changes.isEmpty()
                                ? Optional.empty()
                                : Optional.of((url, wording, now) -> caseMessages.of(
                                        format, url, secret, wording, caseNotice(taken, changes), now)));
            case APPROVALS -> approvals(taken, scope, client);
            case DEADLINES -> deadlines(taken, scope, client);
        };
    }

    private Future<Optional<Writing>> approvals(LeasedMessage taken, Scope scope, SqlClient client) {
        Target target = taken.target();
        return requests.count(client, scope, target.account(), clock.instant())
                .map(waiting -> waiting.isEmpty()
                        ? Optional.empty()
                        : Optional.of((url, wording, now) -> reminderMessages.approvals(
                                target.format(), url, target.secret(), wording, taken.id(), waiting, now)));
    }

    private Future<Optional<Writing>> deadlines(LeasedMessage taken, Scope scope, SqlClient client) {
        Target target = taken.target();
        Instant at = clock.instant();
        String which = taken.wishes().deadlines();
        if (which.equals("none")) {
            return Future.succeededFuture(Optional.empty());
        }
        boolean operators = scope.isOperators();
        AccountId assigned = which.equals("own") && !operators ? target.account() : null;
        return (operators ? reminders.toCorrect(client, scope, at) : reminders.due(client, scope, assigned, at))
                .map(due -> due.isEmpty()
                        ? Optional.empty()
                        : Optional.of((url, wording, now) -> reminderMessages.deadlines(
                                target.format(),
                                url,
                                target.secret(),
                                wording,
                                new DueNotice(taken.id(), assigned, operators, due),
                                now)));
    }

    /** Each case and violation once, as of its last change. */
    private static CaseNotice caseNotice(LeasedMessage taken, List<CaseChange> changes) {
        var lines = new LinkedHashMap<UUID, CaseNotice.CaseLine>();
        for (CaseChange told : changes) {
            lines.remove(told.id());
            lines.put(
                    told.id(),
                    new CaseNotice.CaseLine(
                            told.id(), told.code(), told.step(), told.at(), told.cafe(), told.correctBy()));
        }
        return new CaseNotice(
                taken.id(),
                changes.getLast().placeCode(),
                List.copyOf(lines.values()),
                taken.changes() - taken.positions().size());
    }

    private static Notice notice(LeasedMessage taken, List<ViolationChange> changes) {
        var violations = new LinkedHashMap<ViolationId, Notice.Line>();
        for (ViolationChange told : changes) {
            violations.remove(told.violation());
            violations.put(
                    told.violation(),
                    new Notice.Line(
                            told.violation(),
                            told.code(),
                            told.standing(),
                            told.startedAt(),
                            told.detectedAt(),
                            told.placeCode(),
                            told.cafe()));
        }
        return new Notice(
                taken.id(),
                Area.of(taken.area()),
                List.copyOf(violations.values()),
                taken.changes() - taken.positions().size());
    }
}
