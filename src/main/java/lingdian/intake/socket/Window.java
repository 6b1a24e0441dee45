package lingdian.intake.socket;

import java.util.List;
import lingdian.domain.event.ReceivedEvent;

/** The messages that one connection has sent and that are not acknowledged yet. */
final class Window {
    private final int eventsMax;
    private final int charactersMax;
    private int events;
    private long characters;

    Window(int eventsMax, int charactersMax) {
        this.eventsMax = eventsMax;
        this.charactersMax = charactersMax;
    }

    void took(List<ReceivedEvent> message) {
        events += message.size();
        characters += length(message);
    }

    void settled(List<ReceivedEvent> message) {
        events -= message.size();
        characters -= length(message);
    }

    boolean isFull() {
        return events >= eventsMax || characters >= charactersMax;
    }

    boolean isEmpty() {
        return events == 0;
    }

    private static long length(List<ReceivedEvent> message) {
        long sum = 0;
        for (ReceivedEvent event : message) {
            sum += event.text().length();
        }
        return sum;
    }
}
