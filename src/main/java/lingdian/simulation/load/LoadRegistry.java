package lingdian.simulation.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.domain.Authority;

/**
 * Registers the guests of a run, and other persons up to the requested size of the registry.
 *
 * <p>It uses an officer's import, as a province would. After an earlier run the persons exist already.
 */
final class LoadRegistry {
    /** Lines of one request, so that it is answered well within a client's timeout. */
    private static final int LINES = 10_000;

    private static final int NOT_FOUND = 404;
    private static final String BEGIN = "{\"document\":";

    private final Vertx vertx;
    private final LoadPlan plan;
    private final GuestDocuments guests;

    LoadRegistry(Vertx vertx, LoadPlan plan, GuestDocuments guests) {
        this.vertx = vertx;
        this.plan = plan;
        this.guests = guests;
    }

    /** Fails with an {@link ApiException} if a person was refused. */
    Future<Void> fill(AdminClient admin) {
        if (plan.registered() == 0) {
            return Future.succeededFuture();
        }
        return admin.createAccount(new JsonObject()
                        .put("name", "load")
                        .put("role", "regulator")
                        .put("authority", Authority.PUBLIC_SECURITY.wire())
                        .put("region", "360000"))
                .compose(account -> {
                    var officer = new AdminClient(vertx, plan.target().server(), account.token());
                    return isFilled(officer).compose(filled -> filled ? Future.succeededFuture() : from(0, officer));
                });
    }

    /** The last person is imported last: if that one exists, all do. */
    private Future<Boolean> isFilled(AdminClient officer) {
        var document = new OutgoingMessage();
        guests.document(document, plan.registered() - 1);
        JsonObject asked = new JsonObject(BEGIN + document.text() + "}").put("reason", "load");
        return officer.call(HttpMethod.POST, "/persons/lookup", asked)
                .map(found -> true)
                .recover(failure -> failure instanceof ApiException refused && refused.status() == NOT_FOUND
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private Future<Void> from(int person, AdminClient officer) {
        if (person >= plan.registered()) {
            return Future.succeededFuture();
        }
        int end = Math.min(plan.registered(), person + LINES);
        return officer.importPersons(lines(person, end))
                .compose(report -> report.getInteger("refused") == 0
                        ? from(end, officer)
                        : Future.failedFuture(new ApiException(0, "the registry refused guests of the load")));
    }

    private Buffer lines(int from, int to) {
        var lines = Buffer.buffer();
        var line = new OutgoingMessage();
        for (int person = from; person < to; person++) {
            guests.document(line.clear(), person);
            lines.appendString(BEGIN).appendString(line.text()).appendString("}\n");
        }
        return lines;
    }
}
