// Cloud Run functions find a function by the name it registered once this file was loaded.
import './answer-slack.ts';
import './decide-access.ts';
import './grant-access.ts';
import './hand-over.ts';
import './notify.ts';
import './operate.ts';
import './receive-event.ts';
import './sweep.ts';
