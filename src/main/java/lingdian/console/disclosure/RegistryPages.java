package lingdian.console.disclosure;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.api.ApiRequest;
import lingdian.office.registry.RegistryCalls;
import lingdian.office.registry.RegistryEntryDetail;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /registry}: registers one person, looks an entry up by its document, and records that a document is lost. What
 * the registry answers is only in the answer to a form, and on no page that can be bookmarked, but for entries to be checked.
 */
public final class RegistryPages {
    private static final String PATH = "/registry";

    public void mountOn(PageRouter pages) {
        pages.get(PATH, RegistryPages::first)
                .post(
                        PATH + "/lookup",
                        call -> ask(
                                call,
                                "lookup",
                                RegistryCalls.lookUp(document(call, true), reason(call), call.hasTyped("onRequest"))))
                .post(
                        PATH + "/register",
                        call -> ask(call, "register", RegistryCalls.register(person(call), call.hasTyped("onRequest"))))
                .post(
                        PATH + "/revoke",
                        call -> ask(
                                call,
                                "revoke",
                                RegistryCalls.revoke(document(call, false), call.typed("state"), reason(call))));
    }

    private static Future<Void> first(PageCall call) {
        return call.ask(RegistryCalls.MISMATCHES.request())
                .compose(found -> show(call, RegistryView.first(found.items())));
    }

    private static Future<Void> ask(PageCall call, String form, ApiRequest<RegistryEntryDetail> request) {
        return call.ask(request)
                .compose(entry -> show(call, RegistryView.answered(form, entry)))
                .recover(failure -> isUnknown(failure)
                        ? show(call, RegistryView.unknown(form))
                        : TypedForm.of(call, form, failure)
                                .map(typed -> show(call, RegistryView.refused(form, typed, conflict(failure))))
                                .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** The code of a conflict with what is registered; null if it is none. */
    private static @Nullable Object conflict(Throwable failure) {
        return failure instanceof Problem.Thrown thrown && thrown.problem().status() == 409
                ? thrown.problem().members().get("code")
                : null;
    }

    private static Future<Void> show(PageCall call, RegistryView view) {
        return call.show(view.form().status(), "disclosure/registry", Section.REGISTRY, view);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof Problem.Thrown thrown && thrown.problem().status() == 404;
    }

    private static String reason(PageCall call) {
        return call.typed("reason");
    }

    private static JsonObject document(PageCall call, boolean named) {
        JsonObject document = new JsonObject().put("type", call.typed("type")).put("number", call.typed("number"));
        String name = PremisesEntry.given(call.typed("name"));
        return named && name != null ? document.put("name", name) : document;
    }

    private static JsonObject person(PageCall call) {
        return new JsonObject()
                .put("type", call.typed("type"))
                .put("number", call.typed("number"))
                .put("name", call.typed("name"))
                .put("birthDate", PremisesEntry.given(call.typed("birthDate")));
    }
}
