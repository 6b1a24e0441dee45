package lingdian.console.integrity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.audit.CheckpointSummary;
import lingdian.office.audit.CosigningKeySummary;
import lingdian.office.audit.Incidents;
import lingdian.office.audit.IntegrityCalls;
import lingdian.office.query.Page;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /integrity}: for auditors and administrators, whether the record is whole; {@code /cosigning}: where a regulator
 * takes a checkpoint's text and gives back the signature of a key that never leaves the regulator's own device.
 */
public final class IntegrityPages {
    private static final String PATH = "/integrity";
    private static final String COSIGNING = "/cosigning";
    private static final int AT_ONCE = 30;
    private static final int NUMBER_DIGITS_MAX = 9;

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::show)
                .get(PATH + "/checkpoints/:number", call -> send(call, IntegrityPages::wholeFile))
                .get(COSIGNING, call -> cosign(call, TypedForm.EMPTY))
                .get(COSIGNING + "/:number/text", call -> send(call, IntegrityPages::textFile))
                .post(COSIGNING + "/keys", this::register)
                .post(COSIGNING + "/:number", this::sign);
    }

    private Future<Void> show(PageCall call) {
        boolean sees = call.may(IntegrityCalls.CHECKPOINTS);
        Future<Incidents> incidents = call.ask(IntegrityCalls.incidents(AT_ONCE));
        Future<Page<CheckpointSummary>> checkpoints = sees
                ? call.ask(IntegrityCalls.checkpoints(call.query("cursor"), AT_ONCE))
                : Future.succeededFuture(new Page<>(List.of(), null));
        Future<Page<CosigningKeySummary>> keys = call.ask(IntegrityCalls.keys("", call.query("keys"), AT_ONCE));
        return Future.all(incidents, checkpoints, keys)
                .compose(all -> call.show(
                        "integrity/integrity",
                        Section.INTEGRITY,
                        new IntegrityView(
                                incidents.result(),
                                sees,
                                checkpoints.result().items(),
                                keys.result().items(),
                                next("cursor", checkpoints.result().next()),
                                next("keys", keys.result().next()))));
    }

    private static @Nullable String next(String list, @Nullable String cursor) {
        return cursor == null ? null : PageAddress.of(PATH, Map.of(list, cursor));
    }

    /** What is sent of a checkpoint. */
    private interface FileOf {
        Future<Void> send(PageCall call, CheckpointSummary checkpoint);
    }

    private static Future<Void> send(PageCall call, FileOf file) {
        return call.ask(IntegrityCalls.checkpoint(number(call.path("number"))))
                .compose(found -> file.send(call, found));
    }

    private static Future<Void> wholeFile(PageCall call, CheckpointSummary checkpoint) {
        JsonObject json = checkpoint.json();
        return call.send(
                "checkpoint-" + checkpoint.number() + ".json",
                "application/json",
                () -> json.encodePrettily().getBytes(StandardCharsets.UTF_8));
    }

    /** Exactly the bytes that are signed. */
    private static Future<Void> textFile(PageCall call, CheckpointSummary checkpoint) {
        return call.send(
                "checkpoint-" + checkpoint.number() + ".txt",
                "text/plain; charset=utf-8",
                () -> checkpoint.text().getBytes(StandardCharsets.UTF_8));
    }

    private Future<Void> register(PageCall call) {
        return call.ask(IntegrityCalls.registerKey(call.typed("publicKey") + "\n"))
                .compose(kept -> call.seeOther(COSIGNING, "cosigning.key"))
                .recover(failure -> recovered(call, "key", failure));
    }

    private Future<Void> sign(PageCall call) {
        String number = number(call.path("number"));
        return call.ask(IntegrityCalls.sign(number, call.typed("fingerprint"), call.typed("signature")))
                .compose(kept -> call.seeOther(COSIGNING + "?number=" + number, "cosigning.signed"))
                .recover(failure -> recovered(call, "sign", failure));
    }

    private Future<Void> recovered(PageCall call, String name, Throwable failure) {
        return TypedForm.of(call, name, failure)
                .map(form -> cosign(call, form))
                .orElseGet(() -> Future.failedFuture(failure));
    }

    private Future<Void> cosign(PageCall call, TypedForm form) {
        if (!call.may(IntegrityCalls.SIGN)) {
            return Future.failedFuture(Refused.role(call.account().role()));
        }
        String number = form.isOf("sign") ? call.path("number") : call.query("number");
        Future<Optional<CheckpointSummary>> checkpoint = number.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : call.ask(IntegrityCalls.checkpoint(number(number)))
                        .map(Optional::of)
                        .recover(failure -> isUnknown(failure)
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure));
        return checkpoint.compose(found -> call.show(
                form.status(),
                "integrity/cosigning",
                Section.COSIGNING,
                new CosigningView(number, found.orElse(null), form)));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof Problem.Thrown thrown && thrown.problem().status() == 404;
    }

    private static String number(String typed) {
        if (!typed.matches("[1-9]\\d*") || typed.length() > NUMBER_DIGITS_MAX) {
            throw new NoSuchPageException();
        }
        return typed;
    }
}
