package lingdian.intake.verifier;

import java.time.Instant;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.People.SessionKey;

/** What the outside verifier answered about a session that had opened without an answer. */
public record LateAnswer(SessionKey session, Confirmation confirmation, Instant answeredAt) {}
