package lingdian.office.violation;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.FileReading;
import lingdian.office.api.Reply;
import lingdian.office.file.DailyFiles;
import lingdian.office.file.UploadedFile;
import lingdian.platform.work.Quota;
import lingdian.record.accesslog.Subject;

/** {@code POST /violations/{id}/objections}: a café's objections (陈述申辩), and the files sent with them. */
final class ObjectionEndpoints {
    /** Of one operator in a day: 32 objections with as many files as one may have. */
    private static final int FILES_MEBIBYTES = 256;

    /** Of one operator. Officers answer each, and see how many wait. */
    static final int A_DAY = 200;

    private final ObjectionStore objections;
    private final ObjectionAnswerStore answers;
    private final FileReading files;
    private final ViolationEndpoints violations;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Runnable feedMoved;
    private final DailyFiles daily;
    private final Quota<AccountId> filed;

    ObjectionEndpoints(
            ObjectionStore objections,
            ObjectionAnswerStore answers,
            FileReading files,
            ViolationEndpoints violations,
            InstantSource clock,
            Supplier<UUID> ids,
            Runnable feedMoved) {
        this.objections = objections;
        this.answers = answers;
        this.files = files;
        this.violations = violations;
        this.clock = clock;
        this.ids = ids;
        this.feedMoved = feedMoved;
        this.daily = new DailyFiles(FILES_MEBIBYTES, clock);
        this.filed = new Quota<>(A_DAY, Duration.ofDays(1), clock);
    }

    /** Answers with the violation as it is after the objection. */
    public Future<Reply> object(AuthorisedCall call) {
        if (!filed.admits(call.account().id())) {
            throw Refused.limit(
                    "daily-objections",
                    429,
                    "An account may file " + A_DAY + " objections in a day, refused ones included. Go on tomorrow.");
        }
        List<UploadedFile> handed = UploadedFile.all(call.body(), "files", type -> true);
        return daily.admit(call.account().id(), handed)
                .compose(admitted -> objections.add(
                        call.scope(),
                        call.id(ViolationId::new),
                        ids.get(),
                        call.body().getString("statement"),
                        handed,
                        call.account(),
                        clock.instant()))
                .compose(added -> {
                    feedMoved.run();
                    return violations.changed(call);
                })
                .map(shown -> shown.withStatus(201));
    }

    /** Answers with the violation as it is after the answer. */
    public Future<Reply> answer(AuthorisedCall call) {
        var answer = new ObjectionAnswer(
                Objects.requireNonNull(call.scope().authority(), "only regulators may call"),
                call.body().getBoolean("upheld"),
                call.body().getString("text"),
                clock.instant());
        return answers.add(
                        call.scope(),
                        call.id(ViolationId::new),
                        UUID.fromString(call.path("objection")),
                        answer,
                        call.account())
                .compose(added -> {
                    feedMoved.run();
                    return violations.changed(call);
                })
                .map(shown -> shown.withStatus(201));
    }

    public Future<Reply> file(AuthorisedCall call) {
        return files.read(
                call,
                Subject.of(Subject.Kind.VIOLATION, call.id()),
                (client, file) -> objections.file(client, call.id(ViolationId::new), file));
    }
}
