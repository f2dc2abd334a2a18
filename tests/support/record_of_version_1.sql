BEGIN TRANSACTION;
CREATE TABLE episodes (
                id INTEGER PRIMARY KEY,
                started_us INTEGER NOT NULL,
                started_offset_s INTEGER NOT NULL,
                ended_us INTEGER NOT NULL,
                ended_offset_s INTEGER NOT NULL,
                causes TEXT NOT NULL,
                worst_severity REAL NOT NULL,
                reason TEXT NOT NULL,
                nudged_us INTEGER,
                nudged_offset_s INTEGER
            );
INSERT INTO "episodes" VALUES(1,1795161630000000,3600,1795161695000000,3600,'["slumped torso"]',1.4,'corrected',1795161660000000,3600);
CREATE TABLE migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
);
INSERT INTO "migrations" VALUES(1,'samples, episodes and nudges','2026-11-28T22:06:38+00:00');
CREATE TABLE nudges (
                id INTEGER PRIMARY KEY,
                at_us INTEGER NOT NULL,
                at_offset_s INTEGER NOT NULL,
                cause TEXT NOT NULL,
                tip TEXT NOT NULL,
                text TEXT NOT NULL,
                outcome TEXT NOT NULL,
                why TEXT NOT NULL,
                answer TEXT
            );
INSERT INTO "nudges" VALUES(1,1795161660000000,3600,'slumped torso','sit-tall','Sit tall.','delivered','','useful');
INSERT INTO "nudges" VALUES(2,1795161690000000,3600,'sitting still too long','','','held back','cooldown',NULL);
CREATE TABLE samples (
                id INTEGER PRIMARY KEY,
                at_us INTEGER NOT NULL,
                at_offset_s INTEGER NOT NULL,
                interval_s REAL NOT NULL,
                state TEXT NOT NULL,
                posture TEXT NOT NULL,
                severity REAL,
                cause TEXT,
                neck_deg REAL,
                torso_deg REAL,
                neck_change_deg REAL,
                torso_change_deg REAL,
                neck_uncertainty_deg REAL,
                torso_uncertainty_deg REAL,
                profile TEXT
            );
INSERT INTO "samples" VALUES(1,1795161600000000,3600,3.0,'upright','good',0.03,NULL,7.6,NULL,-1.4,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(2,1795161603000000,3600,3.0,'upright','good',0.03,NULL,8.8,NULL,-0.2,1.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(3,1795161606000000,3600,3.0,'upright','good',0.03,NULL,9.1,NULL,0.1,0.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(4,1795161609000000,3600,3.0,'upright','good',0.03,NULL,9.0,NULL,0.0,4.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(5,1795161612000000,3600,3.0,'upright','good',0.03,NULL,6.8,NULL,-2.2,1.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(6,1795161615000000,3600,3.0,'upright','good',0.03,NULL,7.3,NULL,-1.7,1.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(7,1795161618000000,3600,3.0,'upright','good',0.03,NULL,9.5,NULL,0.5,2.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(8,1795161621000000,3600,3.0,'upright','good',0.03,NULL,9.5,NULL,0.5,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(9,1795161624000000,3600,3.0,'upright','good',0.03,NULL,8.6,NULL,-0.4,0.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(10,1795161627000000,3600,3.0,'upright','good',0.03,NULL,10.2,NULL,1.2,2.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(11,1795161630000000,3600,3.0,'upright','good',0.03,NULL,8.0,NULL,-1.0,1.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(12,1795161633000000,3600,3.0,'upright','good',0.03,NULL,10.7,NULL,1.7,1.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(13,1795161636000000,3600,3.0,'upright','good',0.03,NULL,7.1,NULL,-1.9,1.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(14,1795161639000000,3600,3.0,'upright','good',0.03,NULL,9.8,NULL,0.8,0.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(15,1795161642000000,3600,3.0,'upright','good',0.03,NULL,9.6,NULL,0.6,1.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(16,1795161645000000,3600,3.0,'upright','good',0.03,NULL,9.0,NULL,0.0,0.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(17,1795161648000000,3600,3.0,'upright','good',0.03,NULL,10.6,NULL,1.6,0.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(18,1795161651000000,3600,3.0,'upright','good',0.03,NULL,9.1,NULL,0.1,1.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(19,1795161654000000,3600,3.0,'upright','good',0.03,NULL,9.2,NULL,0.2,4.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(20,1795161657000000,3600,3.0,'upright','good',0.03,NULL,7.4,NULL,-1.6,2.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(21,1795161660000000,3600,3.0,'upright','good',0.03,NULL,8.3,NULL,-0.7,2.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(22,1795161663000000,3600,3.0,'upright','good',0.03,NULL,8.0,NULL,-1.0,2.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(23,1795161666000000,3600,3.0,'upright','good',0.03,NULL,7.5,NULL,-1.5,0.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(24,1795161669000000,3600,3.0,'upright','good',0.03,NULL,9.9,NULL,0.9,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(25,1795161672000000,3600,3.0,'upright','good',0.03,NULL,10.5,NULL,1.5,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(26,1795161675000000,3600,3.0,'upright','good',0.03,NULL,10.2,NULL,1.2,1.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(27,1795161678000000,3600,3.0,'upright','good',0.03,NULL,9.7,NULL,0.7,3.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(28,1795161681000000,3600,3.0,'upright','good',0.03,NULL,10.8,NULL,1.8,1.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(29,1795161684000000,3600,3.0,'upright','good',0.03,NULL,7.3,NULL,-1.7,0.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(30,1795161687000000,3600,3.0,'upright','good',0.03,NULL,9.1,NULL,0.1,3.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(31,1795161690000000,3600,3.0,'upright','good',0.03,NULL,8.0,NULL,-1.0,1.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(32,1795161693000000,3600,3.0,'upright','good',0.03,NULL,10.5,NULL,1.5,2.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(33,1795161696000000,3600,3.0,'upright','good',0.03,NULL,9.1,NULL,0.1,1.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(34,1795161699000000,3600,3.0,'upright','good',0.03,NULL,9.0,NULL,0.0,0.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(35,1795161702000000,3600,3.0,'upright','good',0.03,NULL,9.2,NULL,0.2,2.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(36,1795161705000000,3600,3.0,'upright','good',0.03,NULL,8.9,NULL,-0.1,-0.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(37,1795161708000000,3600,3.0,'upright','good',0.03,NULL,10.0,NULL,1.0,1.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(38,1795161711000000,3600,3.0,'upright','good',0.03,NULL,10.2,NULL,1.2,1.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(39,1795161714000000,3600,3.0,'upright','good',0.03,NULL,7.7,NULL,-1.3,3.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(40,1795161717000000,3600,3.0,'upright','good',0.03,NULL,9.9,NULL,0.9,1.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(41,1795161720000000,3600,3.0,'upright','good',0.03,NULL,9.6,NULL,0.6,1.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(42,1795161723000000,3600,3.0,'upright','good',0.03,NULL,9.9,NULL,0.9,2.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(43,1795161726000000,3600,3.0,'upright','good',0.03,NULL,9.3,NULL,0.3,1.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(44,1795161729000000,3600,3.0,'upright','good',0.03,NULL,7.5,NULL,-1.5,2.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(45,1795161732000000,3600,3.0,'upright','good',0.03,NULL,8.9,NULL,-0.1,1.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(46,1795161735000000,3600,3.0,'upright','good',0.03,NULL,9.3,NULL,0.3,0.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(47,1795161738000000,3600,3.0,'upright','good',0.03,NULL,10.7,NULL,1.7,0.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(48,1795161741000000,3600,3.0,'upright','good',0.03,NULL,7.9,NULL,-1.1,2.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(49,1795161744000000,3600,3.0,'upright','good',0.03,NULL,7.3,NULL,-1.7,1.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(50,1795161747000000,3600,3.0,'upright','good',0.03,NULL,7.6,NULL,-1.4,0.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(51,1795161750000000,3600,3.0,'upright','good',0.03,NULL,7.0,NULL,-2.0,-0.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(52,1795161753000000,3600,3.0,'upright','good',0.03,NULL,7.6,NULL,-1.4,1.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(53,1795161756000000,3600,3.0,'upright','good',0.03,NULL,8.6,NULL,-0.4,0.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(54,1795161759000000,3600,3.0,'upright','good',0.03,NULL,7.8,NULL,-1.2,4.1,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(55,1795161762000000,3600,3.0,'upright','good',0.03,NULL,7.4,NULL,-1.6,1.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(56,1795161765000000,3600,3.0,'upright','good',0.03,NULL,9.7,NULL,0.7,1.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(57,1795161768000000,3600,3.0,'upright','good',0.03,NULL,8.5,NULL,-0.5,1.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(58,1795161771000000,3600,3.0,'upright','good',0.03,NULL,7.6,NULL,-1.4,0.5,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(59,1795161774000000,3600,3.0,'upright','good',0.03,NULL,10.0,NULL,1.0,2.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(60,1795161777000000,3600,3.0,'upright','good',0.03,NULL,7.2,NULL,-1.8,1.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(61,1795161780000000,3600,3.0,'upright','good',0.03,NULL,7.7,NULL,-1.3,2.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(62,1795161783000000,3600,3.0,'upright','good',0.03,NULL,8.7,NULL,-0.3,1.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(63,1795161786000000,3600,3.0,'upright','good',0.03,NULL,10.1,NULL,1.1,2.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(64,1795161789000000,3600,3.0,'upright','good',0.03,NULL,9.4,NULL,0.4,1.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(65,1795161792000000,3600,3.0,'upright','good',0.03,NULL,7.4,NULL,-1.6,1.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(66,1795161795000000,3600,3.0,'upright','good',0.03,NULL,8.3,NULL,-0.7,2.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(67,1795161798000000,3600,3.0,'upright','good',0.03,NULL,8.3,NULL,-0.7,2.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(68,1795161801000000,3600,3.0,'upright','good',0.03,NULL,8.0,NULL,-1.0,1.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(69,1795161804000000,3600,3.0,'upright','good',0.03,NULL,7.5,NULL,-1.5,2.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(70,1795161807000000,3600,3.0,'upright','good',0.03,NULL,10.0,NULL,1.0,1.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(71,1795161810000000,3600,3.0,'upright','good',0.03,NULL,8.6,NULL,-0.4,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(72,1795161813000000,3600,3.0,'upright','good',0.03,NULL,9.0,NULL,0.0,3.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(73,1795161816000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(74,1795161821000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(75,1795161826000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(76,1795161831000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(77,1795161836000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(78,1795161841000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(79,1795161846000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(80,1795161851000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(81,1795161856000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(82,1795161861000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(83,1795161866000000,3600,5.0,'away','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'desk');
INSERT INTO "samples" VALUES(84,1795161870000000,3600,3.0,'upright','good',0.14,NULL,10.2,NULL,1.2,1.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(85,1795161873000000,3600,3.0,'upright','good',0.14,NULL,11.2,NULL,2.2,0.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(86,1795161876000000,3600,3.0,'upright','good',0.14,NULL,11.0,NULL,2.0,0.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(87,1795161879000000,3600,3.0,'upright','good',0.14,NULL,9.9,NULL,0.9,2.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(88,1795161882000000,3600,3.0,'upright','good',0.14,NULL,11.4,NULL,2.4,0.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(89,1795161885000000,3600,3.0,'upright','good',0.14,NULL,10.7,NULL,1.7,1.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(90,1795161888000000,3600,3.0,'upright','good',0.14,NULL,10.0,NULL,1.0,1.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(91,1795161891000000,3600,3.0,'upright','good',0.14,NULL,11.3,NULL,2.3,-0.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(92,1795161894000000,3600,3.0,'upright','good',0.14,NULL,11.0,NULL,2.0,1.9,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(93,1795161897000000,3600,3.0,'upright','good',0.14,NULL,11.1,NULL,2.1,-0.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(94,1795161900000000,3600,3.0,'upright','good',0.14,NULL,10.9,NULL,1.9,0.3,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(95,1795161903000000,3600,3.0,'upright','good',0.14,NULL,11.2,NULL,2.2,1.7,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(96,1795161906000000,3600,3.0,'upright','good',0.14,NULL,10.8,NULL,1.8,0.4,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(97,1795161909000000,3600,3.0,'upright','good',0.14,NULL,10.0,NULL,1.0,2.0,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(98,1795161912000000,3600,3.0,'upright','good',0.14,NULL,9.7,NULL,0.7,1.6,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(99,1795161915000000,3600,3.0,'upright','good',0.14,NULL,11.1,NULL,2.1,0.8,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(100,1795161918000000,3600,3.0,'upright','good',0.14,NULL,13.0,NULL,4.0,1.2,5.5,6.5,'desk');
INSERT INTO "samples" VALUES(101,1795161921000000,3600,3.0,'upright','good',0.14,NULL,12.8,NULL,3.8,-0.9,5.5,6.5,'desk');
CREATE INDEX samples_at ON samples (at_us);
CREATE INDEX episodes_started ON episodes (started_us);
CREATE INDEX nudges_at ON nudges (at_us);
COMMIT;
PRAGMA user_version = 1;
