use stateright::{Checker, Model, Property};
use std::hash::Hash;

#[derive(Clone, Copy, Debug, Hash, PartialEq)]
enum Worker {
    Awake,
    Dozing,
    Asleep,
}

#[derive(Clone, Debug, Hash, PartialEq)]
struct State {
    letters: u8,
    worker: Worker,
}

#[derive(Clone, Debug, PartialEq)]
enum Action {
    Send,
    Take,
    Look,
    Sleep,
}

struct Mailbox;

impl Model for Mailbox {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            letters: 0,
            worker: Worker::Awake,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        if state.letters < 2 {
            actions.push(Action::Send);
        }
        match state.worker {
            Worker::Awake if state.letters > 0 => actions.push(Action::Take),
            Worker::Awake => actions.push(Action::Look),
            Worker::Dozing => actions.push(Action::Sleep),
            Worker::Asleep => {}
        }
    }

    fn next_state(&self, state: &State, action: Action) -> Option<State> {
        let mut next = state.clone();
        match action {
            Action::Send => {
                next.letters += 1;
                if state.worker == Worker::Asleep {
                    next.worker = Worker::Awake;
                }
            }
            Action::Take => next.letters -= 1,
            Action::Look => next.worker = Worker::Dozing,
            Action::Sleep => next.worker = Worker::Asleep,
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::<Self>::always("no letter waits", |_, state| {
                state.worker != Worker::Asleep || state.letters == 0
            }),
            Property::<Self>::sometimes("full", |_, state| state.letters == 2),
        ]
    }
}

fn main() {
    let checked = Mailbox.checker().spawn_bfs().join();
    println!("{} states", checked.unique_state_count());
    for (property, path) in checked.discoveries() {
        println!("{property}: {:?}", path.into_actions());
    }
}
