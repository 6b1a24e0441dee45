-- What nobody has checked is dealt with by the county of its café. A case that was opened or reopened while its café moved, or after that,
-- was left behind with the county that the café had left, and took the new one's findings.

-- Batches of nodes that are working meanwhile wait here. No café moves, and no case takes a step.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

UPDATE case_file SET region = cafe.region
FROM cafe
WHERE cafe.place_code = case_file.place_code AND cafe.region <> case_file.region AND case_file.step IN ('lead', 'assigned');
