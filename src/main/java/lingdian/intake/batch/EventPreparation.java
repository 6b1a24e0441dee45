package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.NamedToken;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.ReceivedEvent;
import lingdian.law.judge.Identity;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.Vault;

/** Works out what an event needs before its turn comes, for a long message off the event loop. */
final class EventPreparation {
    private final Vertx vertx;
    private final Vault vault;
    private final DocumentRules documents;

    EventPreparation(Vertx vertx, Vault vault, DocumentRules documents) {
        this.vertx = vertx;
        this.vault = vault;
        this.documents = documents;
    }

    /** The events of one message, in their order; complete at once for a short one. */
    Future<List<PreparedEvent>> of(List<ReceivedEvent> events) {
        long characters = 0;
        for (ReceivedEvent event : events) {
            characters += event.text().length();
        }
        return SizedWork.run(vertx, characters, () -> all(events));
    }

    private List<PreparedEvent> all(List<ReceivedEvent> events) {
        var prepared = new ArrayList<PreparedEvent>(events.size());
        for (ReceivedEvent event : events) {
            prepared.add(one(event));
        }
        return prepared;
    }

    private PreparedEvent one(ReceivedEvent received) {
        byte[] contentMac = vault.contentMac(received.canonical());
        if (received.event() instanceof AgentEvent.Login login) {
            List<NamedToken> person = vault.names(login.document());
            var identity = new Identity(person.getFirst().token(), documents.form(login.document()));
            return new PreparedEvent(login, received.text(), contentMac, identity, person);
        }
        return new PreparedEvent(received.event(), received.text(), contentMac, null, List.of());
    }
}
