package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.office.file.Attachment;
import lingdian.office.file.AttachmentStore;
import lingdian.platform.work.Places;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/**
 * Hands out a submitted file: it is found within the reader's scope, the reading is logged, and only then the file is
 * opened.
 */
public final class FileReading {
    /** A file is held twice, sealed and open, while it is opened. */
    private static final int AT_ONCE_MAX = 8;

    private static final int OF_ACCOUNT_MAX = 2;

    private final Places<AccountId> places = new Places<>(AT_ONCE_MAX, OF_ACCOUNT_MAX);
    private final ScopedStore scoped;
    private final AttachmentStore attachments;
    private final AccessLogStore log;

    public FileReading(ScopedStore scoped, AttachmentStore attachments, AccessLogStore log) {
        this.scoped = scoped;
        this.attachments = attachments;
        this.log = log;
    }

    /**
     * Answers the path parameter {@code file}.
     *
     * @param on the subject that it came with
     * @param find finds it there; empty if it does not belong to the subject, or the reader may not see it
     */
    public Future<Reply> read(
            AuthorisedCall call, Subject on, BiFunction<SqlClient, UUID, Future<Optional<Attachment>>> find) {
        AccountId reader = call.account().id();
        if (places.enter(reader) != Places.Answer.TAKEN) {
            return Future.failedFuture(
                    Refused.limit("files", 429, "So many files are being opened already. Try again later."));
        }
        return opened(call, on, find).onComplete(opened -> places.leave(reader));
    }

    private Future<Reply> opened(
            AuthorisedCall call, Subject on, BiFunction<SqlClient, UUID, Future<Optional<Attachment>>> find) {
        UUID file = UUID.fromString(call.path("file"));
        Account reader = call.account();
        return scoped.read(reader, client -> find.apply(client, file))
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(found -> log.append(AccessEntry.done(Actor.account(reader.id()), Action.READ_FILE)
                        .on(on)
                        .with("file", file.toString())))
                .compose(logged -> scoped.read(reader, client -> attachments.open(client, file)))
                .map(opened -> opened.orElseThrow(Refused::unknown))
                .map(opened -> Reply.file(opened.attachment(), opened.content()));
    }
}
