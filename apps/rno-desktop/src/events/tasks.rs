//! What is known of a farm's tasks, made of its events: what runs, and what has just ended.

use serde::Deserialize;
use std::collections::BTreeMap;

/// More running tasks than that are not kept in mind.
const MOST_TASKS: usize = 2000;
const MOST_CHARACTERS_OF_NAME: usize = 60;

/// Of a task's snapshot what tray and notifications show.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub task_id: u64,
    pub state: String,
    pub file_name: String,
    pub progress: Progress,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub frames_done: u64,
    pub frames_total: u64,
    pub eta_ms: Option<u64>,
}

impl Task {
    /// Whether nothing of it is rendered any more.
    pub fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "succeeded" | "failed" | "canceled")
    }

    /// Its file's name, short enough for a menu.
    pub fn short_name(&self) -> String {
        let name: String = self.file_name.chars().filter(|character| !character.is_control()).collect();
        if name.chars().count() <= MOST_CHARACTERS_OF_NAME {
            return name;
        }
        let kept: String = name.chars().take(MOST_CHARACTERS_OF_NAME - 1).collect();
        format!("{kept}…")
    }

    /// Whole percents, rounded down: 100 only when all is done.
    pub fn percent(&self) -> u64 {
        percent_of(self.progress.frames_done, self.progress.frames_total)
    }
}

/// Whole percents, rounded down; 0 of nothing.
pub fn percent_of(done: u64, total: u64) -> u64 {
    done.min(total).saturating_mul(100).checked_div(total).unwrap_or(0)
}

/// A farm's tasks that have not ended.
#[derive(Debug, Default)]
pub struct Tasks {
    unfinished: BTreeMap<u64, Task>,
    /// While the farm tells everything anew: what it has told.
    told: Option<Vec<u64>>,
}

/// What an event changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    None,
    Shown,
    Ended(Task),
}

impl Tasks {
    /// Begins with a page of tasks.
    pub fn start_with(&mut self, page: Vec<Task>) {
        self.unfinished =
            page.into_iter().filter(|task| !task.has_ended()).map(|task| (task.task_id, task)).collect();
    }

    /// Those that run now, by number.
    pub fn running(&self) -> Vec<Task> {
        self.unfinished.values().filter(|task| task.state == "running").cloned().collect()
    }

    /// Takes in an event of the stream. What is no event that we know, or is not as it should be, changes nothing.
    pub fn apply(&mut self, name: &str, data: &str) -> Change {
        match name {
            "task" => match serde_json::from_str::<TaskEvent>(data) {
                Ok(event) => self.apply_task(event.task),
                Err(_) => Change::None,
            },
            "task-deleted" => match serde_json::from_str::<Deleted>(data) {
                Ok(event) => shown_if(self.unfinished.remove(&event.task_id).is_some()),
                Err(_) => Change::None,
            },
            "reset" => {
                self.told = Some(Vec::new());
                Change::None
            }
            "synced" => {
                let Some(told) = self.told.take() else { return Change::None };
                let before = self.unfinished.len();
                self.unfinished.retain(|id, _| told.contains(id));
                shown_if(before != self.unfinished.len())
            }
            _ => Change::None,
        }
    }

    fn apply_task(&mut self, task: Task) -> Change {
        if let Some(told) = &mut self.told {
            told.push(task.task_id);
        }
        if !task.has_ended() {
            if self.unfinished.len() < MOST_TASKS || self.unfinished.contains_key(&task.task_id) {
                self.unfinished.insert(task.task_id, task);
            }
            return Change::Shown;
        }
        // Only what was seen unfinished has just ended: a task that is told twice ends once.
        match self.unfinished.remove(&task.task_id) {
            Some(_) => Change::Ended(task),
            None => Change::None,
        }
    }
}

fn shown_if(is_changed: bool) -> Change {
    if is_changed { Change::Shown } else { Change::None }
}

#[derive(Deserialize)]
struct TaskEvent {
    task: Task,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    task_id: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(task_id: u64, state: &str, done: u64) -> String {
        json!({
            "userId": 1,
            "task": {
                "taskId": task_id, "state": state, "fileName": "shot.blend", "more": true,
                "progress": {"framesDone": done, "framesTotal": 4, "etaMs": null, "framesFailed": 0},
            },
        })
        .to_string()
    }

    #[test]
    fn shows_what_runs_and_says_once_what_has_ended() {
        let mut tasks = Tasks::default();
        assert_eq!(tasks.apply("task", &event(7, "queued", 0)), Change::Shown);
        assert!(tasks.running().is_empty());
        tasks.apply("task", &event(7, "running", 3));
        assert_eq!(tasks.running()[0].percent(), 75);
        assert!(
            matches!(tasks.apply("task", &event(7, "succeeded", 4)), Change::Ended(task) if task.task_id == 7)
        );
        assert_eq!(tasks.apply("task", &event(7, "succeeded", 4)), Change::None);
        assert!(tasks.running().is_empty());
    }

    #[test]
    fn says_nothing_of_tasks_that_had_ended_before() {
        assert_eq!(Tasks::default().apply("task", &event(7, "failed", 1)), Change::None);
    }

    #[test]
    fn forgets_what_is_deleted_or_not_told_again() {
        let mut tasks = Tasks::default();
        for id in [1, 2, 3] {
            tasks.apply("task", &event(id, "running", 0));
        }
        assert_eq!(tasks.apply("task-deleted", r#"{"userId":1,"taskId":1}"#), Change::Shown);
        tasks.apply("reset", "{}");
        tasks.apply("task", &event(3, "running", 1));
        assert_eq!(tasks.apply("synced", "{}"), Change::Shown);
        assert_eq!(tasks.running().iter().map(|task| task.task_id).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn ignores_what_it_cannot_read() {
        let mut tasks = Tasks::default();
        for (name, data) in
            [("task", "{"), ("task", "{}"), ("task-deleted", "[]"), ("machine", "{}"), ("synced", "")]
        {
            assert_eq!(tasks.apply(name, data), Change::None);
        }
    }

    #[test]
    fn has_percents_of_nothing_and_of_too_much() {
        assert_eq!((percent_of(0, 0), percent_of(9, 4), percent_of(199, 200)), (0, 100, 99));
    }
}
