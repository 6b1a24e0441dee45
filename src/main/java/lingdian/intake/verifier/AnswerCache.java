package lingdian.intake.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import lingdian.law.judge.Confirmation;
import lingdian.platform.work.LimitedMap;

/**
 * Answers that are still good, of a bounded number and age: a person who changes seats is not asked about twice.
 * Thread-safe.
 *
 * <p>Its keys are keyed hashes, so that a dump of memory names no person.
 */
final class AnswerCache {
    private record Answer(Confirmation confirmation, Instant until) {}

    private final Duration age;
    private final Map<String, Answer> answers;

    AnswerCache(int size, Duration age) {
        this.age = age;
        this.answers = LimitedMap.byUse(size);
    }

    synchronized Optional<Confirmation> get(String key, Instant now) {
        Answer answer = answers.get(key);
        return answer != null && now.isBefore(answer.until()) ? Optional.of(answer.confirmation()) : Optional.empty();
    }

    synchronized void put(String key, Confirmation confirmation, Instant now) {
        answers.put(key, new Answer(confirmation, now.plus(age)));
    }
}
