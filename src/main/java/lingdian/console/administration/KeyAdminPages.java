package lingdian.console.administration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.enrolment.EnrolmentCalls;
import org.jspecify.annotations.Nullable;

/** {@code /administration/keys}: codes and keys of all cafés, and the letters of a region. */
final class KeyAdminPages {
    static final String PATH = AdministrationPages.PATH + "/keys";
    private static final int AT_ONCE = 50;

    void mountOn(PageRouter pages) {
        pages.get(PATH, call -> list(call, TypedForm.EMPTY)).post(PATH + "/letters", KeyAdminPages::letters);
    }

    private static Future<Void> list(PageCall call, TypedForm form) {
        boolean keys = call.query("of").equals("keys");
        return call.ask(EnrolmentCalls.list(
                        keys ? EnrolmentCalls.KEYS : EnrolmentCalls.CODES,
                        call.query("q"),
                        call.query("state"),
                        call.query("cursor"),
                        AT_ONCE))
                .compose(found -> call.show(
                        form.status(),
                        "administration/keys",
                        Section.ADMINISTRATION,
                        new KeysView(
                                keys,
                                call.query("q"),
                                call.query("state"),
                                found.items(),
                                next(call, found.next()),
                                form)));
    }

    private static @Nullable String next(PageCall call, @Nullable String cursor) {
        return cursor == null ? null : call.pathWith("cursor", cursor);
    }

    /** The file alone has the codes: they are on no page that could be opened again. */
    private static Future<Void> letters(PageCall call) {
        String region = call.typed("region");
        return call.ask(EnrolmentCalls.issueAll(
                        region,
                        call.hasTyped("onlyNew"),
                        call.hasTyped("withoutCode"),
                        PremisesEntry.given(call.typed("server"))))
                .compose(issued -> issued.codes().isEmpty()
                        ? list(call, TypedForm.wrong(call, KeysView.FORM, KeysView.NONE))
                        : call.send(
                                "letters-" + region + ".html",
                                "text/html; charset=utf-8",
                                issued.codes().size(),
                                () -> issued.letters().getBytes(UTF_8)))
                .recover(failure -> TypedForm.of(call, KeysView.FORM, failure)
                        .map(form -> list(call, form))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }
}
