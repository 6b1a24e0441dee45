package lingdian.console.administration;

import io.vertx.core.Future;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.health.HealthCalls;

/** {@code /administration/health}: what the service knows of itself, and what to do about it. */
final class HealthPages {
    void mountOn(PageRouter pages) {
        pages.get(AdministrationPages.PATH + "/health", HealthPages::show);
    }

    private static Future<Void> show(PageCall call) {
        return call.ask(HealthCalls.GET.request())
                .compose(health ->
                        call.show("administration/health", Section.ADMINISTRATION, HealthView.of(health, call.now())));
    }
}
